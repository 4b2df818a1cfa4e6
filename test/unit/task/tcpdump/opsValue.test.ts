import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { stopOpsValue, toOpsValue } from "../../../../src/task/tcpdump/opsValue.ts";
import { optionsArbitrary } from "./optionsArbitrary.ts";

describe("toOpsValue", () => {
  it("writes every field under the name and in the order of the API page", () => {
    const text = toOpsValue({
      protocol: "tcp",
      sourceIp: "10.0.0.1",
      sourcePort: 1024,
      destIp: "10.0.0.2",
      destPort: 443,
      interfaceName: "eth0",
      snaplenBytes: 96,
      durationSeconds: 30,
      packetCount: 100,
      fileSizeBytes: 1_048_576,
    });
    assert.equal(
      text,
      '{"Enable":true,"Protocol":"tcp","SourceIp":"10.0.0.1","SourcePort":1024,"DestIp":"10.0.0.2","DestPort":443,' +
        '"IfDeviceName":"eth0","Snaplen":96,"Duration":30,"PacketNum":100,"FileSize":1048576}',
    );
  });

  it("sends nothing but Enable for empty options", () => {
    assert.equal(toOpsValue({}), '{"Enable":true}');
    assert.equal(toOpsValue({ protocol: undefined, destPort: undefined }), '{"Enable":true}');
  });

  it("sends the network alone where an address is set too, without host bits", () => {
    assert.equal(
      toOpsValue({
        sourceIp: "1.2.3.4",
        sourceCidr: "10.0.0.5/8",
        destIp: "5.6.7.8",
        destCidr: "10.1.0.0/16",
      }),
      '{"Enable":true,"SourceCidr":"10.0.0.0/8","DestCidr":"10.1.0.0/16"}',
    );
  });

  it("is JSON that says Enable first and as many members as were asked for", () => {
    fc.assert(
      fc.property(optionsArbitrary, (options) => {
        const value = JSON.parse(toOpsValue(options)) as Record<string, unknown>;
        const ignored = [options.sourceIp && options.sourceCidr, options.destIp && options.destCidr];
        assert.deepEqual(Object.entries(value)[0], ["Enable", true]);
        assert.equal(
          Object.keys(value).length,
          1 + Object.keys(options).length - ignored.filter(Boolean).length,
        );
        assert.equal(value["IfDeviceName"], options.interfaceName);
        assert.equal(value["PacketNum"], options.packetCount);
      }),
    );
  });
});

describe("stopOpsValue", () => {
  it("turns the capture off", () => assert.equal(stopOpsValue, '{"Enable":false}'));
});
