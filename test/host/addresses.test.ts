import { describe, it } from "mocha";
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { openAddresses } from "../../src/host/addresses/openAddresses.ts";
import { toOwnerLine, toOwnerText } from "../../src/host/addresses/ownerTexts.ts";
import { InstanceStore } from "../../src/eci/listing/instanceStore.ts";
import { withCaptureView, isRead } from "./captureViewBed.ts";
import { waitUntil, withTaskBed, type TaskBed } from "./taskBed.ts";

const regionId = "cn-hangzhou";

/** The addresses that this editor knows from a listing of the bed's simulator and from its tasks. */
async function withAddresses(
  bed: TaskBed,
  run: (known: {
    addresses: ReturnType<typeof openAddresses>;
    store: InstanceStore;
    invalidate: (accountId: string | undefined) => void;
  }) => Promise<void>,
): Promise<void> {
  const store = new InstanceStore(() => Promise.resolve(bed.colleague));
  const invalidated = new vscode.EventEmitter<string | undefined>();
  const addresses = openAddresses({
    instances: () => store.all(),
    onChangeOfInstances: (listener) => store.onChange(listener),
    onDidInvalidate: invalidated.event,
    ledger: bed.ledger,
  });
  try {
    await run({ addresses, store, invalidate: (accountId) => invalidated.fire(accountId) });
  } finally {
    addresses.dispose();
    store.dispose();
    invalidated.dispose();
  }
}

describe("addresses", () => {
  it("resolve to the instances that were listed with them, and to nobody once their account is dropped", () =>
    withTaskBed(
      (bed) =>
        withAddresses(bed, async ({ addresses, store, invalidate }) => {
          let changes = 0;
          addresses.onDidChange(() => (changes += 1));
          const { instances } = await store.read("account", regionId);
          const held = instances.flatMap((instance) => (instance.privateIp === undefined ? [] : [instance]));
          assert.ok(held.length > 5);
          for (const { privateIp = "", name } of held) {
            const answer = addresses.find(privateIp);
            assert.equal(answer && toOwnerLine(answer), `${name} (${regionId})`);
          }
          assert.equal(changes, 1, "what was listed is taken in once");
          assert.equal(addresses.find("203.0.113.250"), undefined);
          store.forget("account");
          invalidate("account");
          assert.equal(addresses.find(held[0]?.privateIp ?? ""), undefined);
        }),
      { polls: false },
    ));

  it("of an instance that is gone stay known by its task, and say that they are uncertain later", () =>
    withTaskBed(
      (bed) =>
        withAddresses(bed, async ({ addresses }) => {
          const target = { ...bed.running, instanceIp: "10.77.0.1", instanceName: "web\u202e[x](y)" };
          const { sentTime } = await bed.runner.startCapture(target, { packetCount: 1 });
          const then = addresses.find("10.77.0.1", { atMs: Date.parse(sentTime) });
          assert.ok(then?.isCertain === true);
          const later = addresses.find("10.77.0.1");
          assert.ok(later?.isCertain === false);
          assert.match(toOwnerLine(later), /^web \[x\]\u200b\(y\) \(cn-hangzhou\), last seen /u);
          const { name, title } = toOwnerText("10.77.0.1", later);
          assert.match(name, / \?$/);
          assert.match(
            title,
            /\(10\.77\.0\.1\) · .+ · cn-hangzhou · known to have it since .+ · uncertain: /,
          );
        }),
      { polls: false },
    ));

  it("in a capture are the instances' that had them when it was made; a page is told when more is known", () =>
    withTaskBed(
      (bed) =>
        withAddresses(bed, async ({ addresses, store }) => {
          const folder = vscode.extensions.getExtension("eci-ops.eci-ops")?.extensionPath ?? "";
          const uri = vscode.Uri.file(`${folder}/test/fixtures/captures/ethernet.pcap`);
          const { instances } = await store.read("account", regionId);
          const { privateIp = "", name = "" } = instances.find((each) => each.privateIp !== undefined) ?? {};
          await withCaptureView(
            uri,
            async ({ ask, until, told }) => {
              await ask({ type: "ready" });
              await until(isRead);
              await until(({ type }) => type === "renamed");
              const { names } = await ask({ type: "names", addresses: [privateIp, "203.0.113.250"] });
              assert.deepEqual(names[1], null);
              // The file was made long before the simulator's instances: none of them can be in it.
              assert.equal(names[0], null, JSON.stringify(names[0]));
              const before = told.length;
              await store.refresh("account", regionId);
              await waitUntil("the page is told", () =>
                told.slice(before).some(({ type }) => type === "renamed"),
              );
              assert.equal(addresses.find(privateIp)?.holding.name, name);
            },
            { addresses },
          );
        }),
      { polls: false },
    ));
});
