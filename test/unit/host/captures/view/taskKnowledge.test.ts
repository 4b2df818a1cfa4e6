import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Instance } from "../../../../../src/eci/model.ts";
import { findCaptureRequest } from "../../../../../src/host/captures/view/captureRequest.ts";
import { buildInstanceNames } from "../../../../../src/host/captures/view/instanceNames.ts";
import type { Task } from "../../../../../src/task/task.ts";
import { parseTask, toTaskText } from "../../../../../src/task/taskSchema.ts";
import { at, sampleTask } from "../../../task/sampleTask.ts";

const path = "/results/web-1/web-1.pcap";
const file = { path, sizeBytes: 1, sha256: "0".repeat(64), format: "pcap" } as const;

function taskOn(instanceName: string, instanceIp: string | undefined, changes: Partial<Task> = {}): Task {
  const { target, ...rest } = sampleTask(changes);
  return { ...rest, target: { ...target, instanceName, ...(instanceIp !== undefined && { instanceIp }) } };
}

const downloaded = { state: { kind: "downloaded", record: { createTime: at(0) }, file } } as const;

function instance(name: string, addresses: Partial<Instance>): Instance {
  const lists = { tags: [], containers: [], events: [] };
  const rest = { regionId: "cn-hangzhou", status: "Running", isWhole: true, ...lists };
  return { id: name, name, ...rest, ...addresses };
}

describe("what the tasks know of a capture", () => {
  it("is what its task asked for, the network before the address", () => {
    const options = {
      protocol: "icmpv4",
      sourceIp: "10.0.0.1",
      sourceCidr: "10.0.0.0/8",
      destPort: 80,
    } as const;
    const tasks = [taskOn("other", undefined), taskOn("web-1", undefined, { ...downloaded, options })];
    assert.deepEqual(findCaptureRequest(tasks, path), {
      protocol: "icmpv4",
      source: "10.0.0.0/8",
      sourcePort: undefined,
      destination: undefined,
      destinationPort: 80,
      interfaceName: undefined,
      snaplenBytes: undefined,
      durationSeconds: undefined,
    });
    assert.equal(findCaptureRequest(tasks, "/elsewhere.pcap"), undefined);
  });

  it("names addresses: by the file's own task first, then the newest, then what is listed", () => {
    const tasks = [
      taskOn("newest", "10.0.0.1"),
      taskOn("of the file", "10.0.0.1", downloaded),
      taskOn("older", "10.0.0.2"),
    ];
    const instances = [
      instance("listed", { privateIp: "10.0.0.2", ipv6Address: "FD00::1", internetIp: "1.2.3.4" }),
      instance("third", { privateIp: "10.0.0.3" }),
    ];
    assert.deepEqual(buildInstanceNames(path, tasks, instances), {
      "10.0.0.1": "of the file",
      "10.0.0.2": "older",
      "fd00::1": "listed",
      "1.2.3.4": "listed",
      "10.0.0.3": "third",
    });
  });

  it("names nothing that is no address, and shows plain text only", () => {
    const tasks = [taskOn("x", "__proto__"), taskOn("a\u202eb\n$(x)", "10.0.0.4"), taskOn("", "10.0.0.5")];
    const names = buildInstanceNames(path, tasks, []);
    assert.deepEqual(Object.keys(names), ["10.0.0.4"]);
    assert.doesNotMatch(names["10.0.0.4"] ?? "", /[\u202e\n]|\$\(/u);
  });

  it("keeps an address in the ledger, and reads tasks from before that had none", () => {
    const task = taskOn("web-1", "10.0.0.1");
    assert.deepEqual(parseTask(toTaskText(task)), task);
    assert.equal(parseTask(toTaskText(sampleTask())).target.instanceIp, undefined);
  });
});
