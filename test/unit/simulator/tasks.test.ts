import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { describe, it } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import type { Example } from "../../../src/simulator/examples.ts";
import type { SimulatorOptions } from "../../../src/simulator/simulatorOptions.ts";
import { type Simulator, startSimulator } from "../../../src/simulator/startSimulator.ts";
import { callPop, readRecords, waitForEnd } from "./simulatorClients.ts";

async function withSimulator(
  options: SimulatorOptions,
  use: (simulator: Simulator, target: Example) => Promise<void>,
): Promise<void> {
  const ops = { intervalSeconds: 0, ...options.ops };
  const simulator = await startSimulator({ engine: "synthetic", ...options, ops });
  try {
    await use(simulator, simulator.examples.running!);
  } finally {
    await simulator.close();
  }
  assert.equal(existsSync(simulator.folder), false);
}

async function set(simulator: Simulator, target: Example, opsType: string, opsValue: string): Promise<void> {
  await callPop(simulator, "CreateInstanceOpsTask", {
    RegionId: target.regionId,
    ContainerGroupId: target.instanceId,
    OpsType: opsType,
    OpsValue: opsValue,
  });
}

const tcpdump = (value: object) => JSON.stringify({ Enable: true, ...value });
const magic = (bytes: Uint8Array) => Buffer.from(bytes.subarray(0, 4)).toString("hex");

async function download(url: string): Promise<Uint8Array> {
  const response = await fetch(url);
  assert.equal(response.status, 200);
  return new Uint8Array(await response.arrayBuffer());
}

describe("a capture", () => {
  it("is Ready at once, then Success with a download address when a limit is reached", async () => {
    await withSimulator({}, async (simulator, target) => {
      await set(simulator, target, "tcpdump", tcpdump({ PacketNum: 5, Duration: 30 }));
      const [ready] = await readRecords(simulator, target.regionId, target.instanceId, "tcpdump");
      assert.equal(ready?.["OpsStatus"], "Ready");
      assert.equal("ResultContent" in ready, false);
      const record = await waitForEnd(simulator, target, "tcpdump");
      assert.equal(record["OpsStatus"], "Success");
      assert.equal(record["ResultType"], "OSS");
      assert.equal(record["CreateTime"], ready["CreateTime"]);
      assert.equal(Date.parse(record["ExpireTime"]!) - Date.parse(record["CreateTime"]!), 12 * 3_600_000);
      const bytes = await download(record["ResultContent"]!);
      assert.ok(["d4c3b2a1", "4d3cb2a1"].includes(magic(bytes)), magic(bytes));
    });
  });

  it("without any limit ends at the service's own cap", async () => {
    await withSimulator({ ops: { captureCapSeconds: 1 } }, async (simulator, target) => {
      await set(simulator, target, "tcpdump", tcpdump({}));
      assert.equal((await waitForEnd(simulator, target, "tcpdump"))["OpsStatus"], "Success");
    });
  });

  it("that is stopped is Closed when it caught nothing", async () => {
    await withSimulator({}, async (simulator, target) => {
      await set(simulator, target, "tcpdump", tcpdump({ SourceIp: "203.0.113.9" }));
      await set(simulator, target, "tcpdump", '{"Enable":false}');
      const record = await waitForEnd(simulator, target, "tcpdump");
      assert.equal(record["OpsStatus"], "Closed");
      assert.equal("ResultContent" in record, false);
    });
  });

  for (const stopYields of ["Success", "Closed"] as const) {
    it(`that is stopped is ${stopYields} where the options say so`, async () => {
      await withSimulator({ ops: { stopYields } }, async (simulator, target) => {
        await set(simulator, target, "tcpdump", tcpdump({ SourceIp: "203.0.113.9" }));
        await set(simulator, target, "tcpdump", '{"Enable":false}');
        assert.equal((await waitForEnd(simulator, target, "tcpdump"))["OpsStatus"], stopYields);
      });
    });
  }

  it("that ends when its time is over is Expired, asked for or not", async () => {
    await withSimulator({ ops: { expirySeconds: 0.5 } }, async (simulator, target) => {
      await set(simulator, target, "tcpdump", tcpdump({ Duration: 1 }));
      await delay(1300);
      assert.equal((await waitForEnd(simulator, target, "tcpdump"))["OpsStatus"], "Expired");
    });
  });

  it("on an interface that is not there is Failed", async () => {
    await withSimulator({}, async (simulator, target) => {
      await set(simulator, target, "tcpdump", tcpdump({ IfDeviceName: "eth9" }));
      assert.equal((await waitForEnd(simulator, target, "tcpdump"))["OpsStatus"], "Failed");
    });
  });

  it("ends with the simulator", async () => {
    await withSimulator({}, (simulator, target) =>
      set(simulator, target, "tcpdump", tcpdump({ Duration: 3600 })),
    );
  });

  it("keeps its record beside later ones, newest first", async () => {
    let now = Date.now();
    await withSimulator({ clock: () => now }, async (simulator, target) => {
      await set(simulator, target, "tcpdump", tcpdump({ PacketNum: 1 }));
      await waitForEnd(simulator, target, "tcpdump");
      now += 60_000;
      await set(simulator, target, "tcpdump", tcpdump({ Duration: 60 }));
      const records = await readRecords(simulator, target.regionId, target.instanceId, "tcpdump");
      assert.deepEqual(
        records.map((record) => record["OpsStatus"]),
        ["Ready", "Success"],
      );
      assert.ok(records[0]!["CreateTime"]! > records[1]!["CreateTime"]!);
    });
  });
});

describe("a core dump", () => {
  it("of the instance that crashes is an ELF core, and the crash shows in the tree", async () => {
    await withSimulator({ ops: { crashDelaySeconds: 0 } }, async (simulator) => {
      const target = simulator.examples.crashing!;
      const restarts = async () => {
        const params = { RegionId: target.regionId, ContainerGroupIds: JSON.stringify([target.instanceId]) };
        const { ContainerGroups } = await callPop(simulator, "DescribeContainerGroups", params);
        return (ContainerGroups as { Containers: { RestartCount: number }[] }[])[0]!.Containers[0]!
          .RestartCount;
      };
      const before = await restarts();
      await set(simulator, target, "coredump", "enable");
      const record = await waitForEnd(simulator, target, "coredump");
      assert.deepEqual(
        [record["OpsType"], record["OpsStatus"], record["ResultType"]],
        ["Coredump", "Success", "Oss"],
      );
      const bytes = await download(record["ResultContent"]!);
      assert.equal(magic(bytes), "7f454c46");
      // e_type of a core file is 4 (ELF specification, ET_CORE).
      assert.equal(bytes[16], 4);
      assert.equal(await restarts(), before + 1);
    });
  });

  it("that never comes is Expired when its time is over", async () => {
    let now = Date.now();
    await withSimulator({ clock: () => now, ops: { expirySeconds: 60 } }, async (simulator, target) => {
      await set(simulator, target, "coredump", "enable");
      now += 59_999;
      const [armed] = await readRecords(simulator, target.regionId, target.instanceId, "coredump");
      assert.equal(armed?.["OpsStatus"], "Ready");
      now += 1;
      assert.equal((await waitForEnd(simulator, target, "coredump"))["OpsStatus"], "Expired");
    });
  });

  it("that comes when its time is over is no result, asked for or not", async () => {
    const ops = { expirySeconds: 0.05, crashDelaySeconds: 0.2 };
    const made: string[] = [];
    const makeCoreDump = (folder: string) => Promise.resolve(made[made.push(folder) - 1]!);
    await withSimulator({ ops, makeCoreDump }, async (simulator) => {
      const target = simulator.examples.crashing!;
      await set(simulator, target, "coredump", "enable");
      await delay(400);
      assert.equal((await waitForEnd(simulator, target, "coredump"))["OpsStatus"], "Expired");
      assert.deepEqual(made, []);
    });
  });

  it("that is disabled is Closed, and one that is armed again takes its place", async () => {
    await withSimulator({}, async (simulator, target) => {
      await set(simulator, target, "coredump", "enable");
      await set(simulator, target, "coredump", "enable");
      const statuses = async () =>
        (await readRecords(simulator, target.regionId, target.instanceId, "coredump")).map(
          (record) => record["OpsStatus"],
        );
      assert.deepEqual(await statuses(), ["Closed", "Ready"]);
      await set(simulator, target, "coredump", "disable");
      assert.deepEqual(await statuses(), ["Closed", "Closed"]);
    });
  });

  it("that cannot be made is Failed", async () => {
    const makeCoreDump = () => Promise.reject(new Error("no space left on device"));
    await withSimulator({ makeCoreDump, ops: { crashDelaySeconds: 0 } }, async (simulator) => {
      const target = simulator.examples.crashing!;
      await set(simulator, target, "coredump", "enable");
      assert.equal((await waitForEnd(simulator, target, "coredump"))["OpsStatus"], "Failed");
    });
  });
});

describe("a download", () => {
  const capture = (use: (url: string, simulator: Simulator, tick: (ms: number) => void) => Promise<void>) => {
    let now = Date.now();
    return withSimulator({ clock: () => now, ops: { linkSeconds: 60 } }, async (simulator, target) => {
      await set(simulator, target, "tcpdump", tcpdump({ PacketNum: 3 }));
      const record = await waitForEnd(simulator, target, "tcpdump");
      await use(record["ResultContent"]!, simulator, (ms) => (now += ms));
    });
  };

  it("tells size, time, MD5 and CRC-64 of the whole object", async () => {
    await capture(async (url) => {
      const { headers } = await fetch(url);
      const bytes = await download(url);
      assert.equal(headers.get("content-length"), String(bytes.length));
      const md5 = createHash("md5").update(bytes).digest("hex").toUpperCase();
      assert.equal(headers.get("etag"), `"${md5}"`);
      assert.match(headers.get("x-oss-hash-crc64ecma") ?? "", /^\d{1,20}$/u);
      assert.ok(!Number.isNaN(Date.parse(headers.get("last-modified") ?? "")));
      assert.equal(headers.get("accept-ranges"), "bytes");
    });
  });

  it("sends the part that is asked for, and the whole object for a range that does not fit", async () => {
    await capture(async (url) => {
      const whole = await download(url);
      const part = await fetch(url, { headers: { Range: "bytes=24-39" } });
      assert.equal(part.status, 206);
      assert.equal(part.headers.get("content-range"), `bytes 24-39/${whole.length}`);
      assert.deepEqual(new Uint8Array(await part.arrayBuffer()), whole.slice(24, 40));
      const late = await fetch(url, { headers: { Range: `bytes=${whole.length}-` } });
      assert.equal(late.status, 200);
      assert.deepEqual(new Uint8Array(await late.arrayBuffer()), whole);
      const refused = await fetch(url, { headers: { Range: "bytes=0-1,3-4" } });
      assert.equal(refused.status, 416);
      assert.match(await refused.text(), /<Code>InvalidRange<\/Code>/u);
    });
  });

  it("checks If-Match", async () => {
    await capture(async (url) => {
      const etag = (await fetch(url)).headers.get("etag")!;
      assert.equal((await fetch(url, { headers: { "If-Match": etag, Range: "bytes=0-0" } })).status, 206);
      const changed = await fetch(url, { headers: { "If-Match": '"0"' } });
      assert.equal(changed.status, 412);
      assert.match(await changed.text(), /<Code>PreconditionFailed<\/Code>/u);
    });
  });

  it("is for GET alone, for this object alone and not for ever", async () => {
    await capture(async (url, simulator, tick) => {
      const refusal = async (address: string) => {
        const response = await fetch(address);
        assert.equal(response.headers.get("content-type"), "application/xml");
        return `${response.status} ${/<Code>(\w+)<\/Code>/u.exec(await response.text())?.[1]}`;
      };
      assert.equal((await fetch(url, { method: "HEAD" })).status, 403);
      const changed = (name: string, value: string) => {
        const address = new URL(url);
        address.searchParams.set(name, value);
        return address.href;
      };
      assert.equal(await refusal(changed("Expires", "4102444800")), "403 SignatureDoesNotMatch");
      assert.equal(await refusal(changed("Signature", "AAAA")), "403 SignatureDoesNotMatch");
      assert.equal(await refusal(changed("OSSAccessKeyId", "nobody")), "403 InvalidAccessKeyId");
      assert.equal(await refusal(url.replace(".pcap", ".pcapng")), "403 SignatureDoesNotMatch");
      assert.equal(await refusal(`${simulator.endpoint}/tcpdump/x.pcap`), "403 AccessDenied");
      tick(61_000);
      assert.equal(await refusal(url), "403 AccessDenied");
      assert.match(await (await fetch(url)).text(), /<Message>Request has expired\.<\/Message>/u);
    });
  });

  it("gets a new address from the records every time", async () => {
    await capture(async (url, simulator, tick) => {
      tick(61_000);
      const { regionId, instanceId } = simulator.examples.running!;
      const [record] = await readRecords(simulator, regionId, instanceId, "tcpdump");
      assert.notEqual(record!["ResultContent"], url);
      await download(record!["ResultContent"]!);
    });
  });
});
