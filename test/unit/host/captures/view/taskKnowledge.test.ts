import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Addresses } from "../../../../../src/host/addresses/openAddresses.ts";
import { findCaptureOwner } from "../../../../../src/host/captures/view/captureOwner.ts";
import { findCaptureTask, toCaptureRequest } from "../../../../../src/host/captures/view/captureRequest.ts";
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

describe("what the tasks know of a capture", () => {
  it("is what its task asked for, the network before the address", () => {
    const options = {
      protocol: "icmpv4",
      sourceIp: "10.0.0.1",
      sourceCidr: "10.0.0.0/8",
      destPort: 80,
    } as const;
    const tasks = [taskOn("other", undefined), taskOn("web-1", undefined, { ...downloaded, options })];
    const task = findCaptureTask(tasks, path);
    assert.deepEqual(task && toCaptureRequest(task), {
      protocol: "icmpv4",
      source: "10.0.0.0/8",
      sourcePort: undefined,
      destination: undefined,
      destinationPort: 80,
      interfaceName: undefined,
      snaplenBytes: undefined,
      durationSeconds: undefined,
    });
    assert.equal(findCaptureTask(tasks, "/elsewhere.pcap"), undefined);
  });

  it("names the capture's own instance by its task, and others as of the time of the capture, in its region first", () => {
    const task = taskOn("web-1", "10.0.0.1", downloaded);
    const asked: unknown[] = [];
    const find: Addresses["find"] = (address, question) => {
      asked.push([address, question]);
      return undefined;
    };
    const own = findCaptureOwner("10.0.0.1", { task, firstMs: 5 }, find);
    assert.deepEqual([own?.holding.name, own?.isCertain, asked.length], ["web-1", true, 0]);
    findCaptureOwner("10.0.0.2", { task, firstMs: undefined }, find);
    findCaptureOwner("10.0.0.2", { task, firstMs: 5 }, find);
    findCaptureOwner("10.0.0.1", { task: undefined, firstMs: 5 }, find);
    assert.deepEqual(asked, [
      ["10.0.0.2", { atMs: Date.parse(at(0)), regionId: "cn-hangzhou" }],
      ["10.0.0.2", { atMs: 5, regionId: "cn-hangzhou" }],
      ["10.0.0.1", { atMs: 5 }],
    ]);
  });

  it("keeps an address in the ledger, and reads tasks from before that had none", () => {
    const task = taskOn("web-1", "10.0.0.1");
    assert.deepEqual(parseTask(toTaskText(task)), task);
    assert.equal(parseTask(toTaskText(sampleTask())).target.instanceIp, undefined);
  });
});
