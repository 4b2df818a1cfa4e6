import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createDetailCalls } from "../../../src/eci/detailCalls.ts";
import { catchCloudError } from "./cloudFailure.ts";
import { createTestClient, sendAnswer, startFaultServer, type FaultServer } from "./faultServer.ts";

const task = { regionId: "cn-beijing", instanceId: "eci-1", opsType: "tcpdump", opsValue: "{}" } as const;
const marker = "PAGE-TEXT-THAT-NOBODY-MAY-SEE";

/** Fails a task with the answer and gives the error; checks that it went out once and shows nothing of the body. */
async function failTask(status: number, body: unknown, headers?: Record<string, string>) {
  await using server = await startFaultServer((socket) => sendAnswer(socket, status, body, headers));
  using client = createTestClient(server);
  const error = await catchCloudError(client.createOpsTask(task));
  assert.equal(server.requests.length, 1);
  assert.doesNotMatch(
    `${error.message} ${String(error.stack)} ${JSON.stringify(error)}`,
    new RegExp(marker, "u"),
  );
  assert.equal(error.cause, undefined);
  return error;
}

describe("toAnswer", () => {
  it("calls whatever is no answer of the API a protocol error with its status, body unseen", async () => {
    const bodies: unknown[] = [
      `<html>${marker}</html>`,
      `<html>${marker.repeat(50_000)}</html>`,
      "",
      "null",
      "[]",
      '"text"',
      "7",
      `{"RequestId":"${marker}`,
      `{"Message":"${marker}"}`,
      `{"Code":"","Message":"${marker}"}`,
      `{"Code":{"a":1},"Message":"${marker}"}`,
      `${"[".repeat(10_000)}${"]".repeat(10_000)}`,
      `${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`,
      `{"a":${"[".repeat(500)}${"]".repeat(500)}}`,
    ];
    for (const status of [200, 404, 500, 503]) {
      for (const body of bodies) {
        if (status === 200 && String(body).startsWith('{"Code":')) continue;
        const { details } = await failTask(status, body);
        const name = `${status} ${String(body).slice(0, 40)}`;
        assert.deepEqual([details.kind, details.code], ["protocol", "Protocol"], name);
        assert.equal(details.httpStatus, status, name);
        assert.equal(details.retryable, status >= 500, name);
        assert.equal(details.outcomeUnknown, true, name);
      }
    }
  });

  it("takes the code as the truth, whatever the status", async () => {
    for (const status of [200, 400, 403, 503]) {
      const error = await failTask(status, { RequestId: "r-9", Code: "Forbidden.RAM", Message: "no" });
      assert.equal(error.message, "no");
      assert.deepEqual(error.details, {
        kind: "service",
        code: "Forbidden.RAM",
        requestId: "r-9",
        httpStatus: status,
        retryAfterSeconds: undefined,
        retryable: false,
        outcomeUnknown: false,
      });
    }
  });

  it("doubts the outcome after an internal error, a used nonce and a server's error of no known name", async () => {
    const codes = {
      InternalError: true,
      "InternalError.Backend": true,
      GatewayTimeout: true,
      SignatureNonceUsed: true,
      ServiceUnavailable: false,
      "Throttling.User": false,
    };
    for (const [code, outcomeUnknown] of Object.entries(codes)) {
      const { details } = await failTask(500, { Code: code });
      assert.deepEqual([details.outcomeUnknown, details.retryable], [outcomeUnknown, true], code);
    }
    const { details } = await failTask(400, { Code: "NobodyKnows" });
    assert.deepEqual([details.outcomeUnknown, details.retryable], [false, false]);
  });

  it("knows a proxy that wants a password, which connected nowhere", async () => {
    const { details } = await failTask(407, {});
    assert.deepEqual(
      [details.code, details.kind, details.retryable, details.outcomeUnknown],
      ["ProxyAuthentication", "protocol", false, false],
    );
  });

  it("reads the wait that the service asks for", async () => {
    const { details } = await failTask(429, { Code: "Throttling" }, { "retry-after": "120" });
    assert.equal(details.retryAfterSeconds, 120);
  });

  it("reads a date to wait for by the service's own clock", async () => {
    const date = "Tue, 01 Jan 2030 00:00:00 GMT";
    const headers = { date, "retry-after": "Tue, 01 Jan 2030 00:00:30 GMT" };
    const { details } = await failTask(429, { Code: "Throttling" }, headers);
    assert.equal(details.retryAfterSeconds, 30);
  });

  it("bounds a code and a message of a mebibyte", async () => {
    const error = await failTask(400, {
      Code: "x".repeat(1 << 20),
      Message: "y".repeat(1 << 20),
      RequestId: 5,
    });
    assert.deepEqual([error.details.code.length, error.message.length], [200, 2000]);
    assert.equal(error.details.requestId, "5");
  });

  it("survives hostile keys and long numbers", async () => {
    const row = `{"ContainerGroupId":"eci-1","__proto__":{"Status":"Hacked"},"constructor":1,"Big":12345678901234567,"Cpu":2}`;
    const plain = `{"ContainerGroupId":"eci-2","Big":12345678901234567,"Fraction":0.12345678901234567,"Memory":4.0}`;
    const list = async (rows: string) => {
      await using server: FaultServer = await startFaultServer((socket) =>
        sendAnswer(socket, 200, `{"ContainerGroups":[${rows}]}`),
      );
      using client = createTestClient(server);
      const { instances } = await client.describeInstances({ regionId: "cn-beijing" });
      const target = { regionId: "cn-beijing", instanceId: "eci-1" };
      return { instance: instances[0], json: await createDetailCalls(client).describeInstanceJson(target) };
    };
    const { instance: hostile, json } = await list(row);
    assert.deepEqual([hostile?.id, hostile?.status, hostile?.cpu], ["eci-1", "", 2]);
    assert.ok(Object.hasOwn(json as object, "__proto__"));
    assert.equal(Object.getPrototypeOf(json), Object.prototype);
    assert.deepEqual((await list(plain)).json, {
      ContainerGroupId: "eci-2",
      Big: "12345678901234567",
      Fraction: 0.12345678901234567,
      Memory: 4,
    });
  });
});
