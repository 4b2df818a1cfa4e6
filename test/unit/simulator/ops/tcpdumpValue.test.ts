import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseTcpdumpValue } from "../../../../src/simulator/ops/tcpdumpValue.ts";
import { RpcError } from "../../../../src/simulator/rpc/rpcError.ts";

const parse = (text: string) => parseTcpdumpValue(text, { capSeconds: 60 });

function codeFor(text: string): string {
  try {
    parse(text);
  } catch (error) {
    assert.ok(error instanceof RpcError);
    assert.equal(error.status, 400);
    return error.code;
  }
  return "none";
}

describe("parseTcpdumpValue", () => {
  it("fills in what the page calls the defaults, and the service's own cap without any limit", () => {
    const { enable, options } = parse('{"Enable":true}');
    assert.equal(enable, true);
    assert.equal(options.interfaceName, "eth0");
    assert.equal(options.snaplenBytes, 65_535);
    assert.equal(options.durationSeconds, 60);
    assert.equal(options.fileSizeBytes, 1_073_741_824);
  });

  it("carries every option over", () => {
    const { options } = parse(
      '{"Enable":true,"Protocol":"udp","SourceIp":"10.0.0.1","SourceCidr":"10.0.0.0/8","SourcePort":1,' +
        '"DestIp":"255.255.255.255","DestCidr":"0.0.0.0/0","DestPort":65535,"IfDeviceName":"eth1","Snaplen":96,' +
        '"Duration":5,"PacketNum":7,"FileSize":1073741824}',
    );
    assert.deepEqual(options, {
      protocol: "udp",
      sourceIp: "10.0.0.1",
      sourceCidr: "10.0.0.0/8",
      sourcePort: 1,
      destIp: "255.255.255.255",
      destCidr: "0.0.0.0/0",
      destPort: 65_535,
      interfaceName: "eth1",
      snaplenBytes: 96,
      durationSeconds: 5,
      packetCount: 7,
      fileSizeBytes: 1_073_741_824,
    });
  });

  it("sets no duration where another limit is given", () => {
    assert.equal(parse('{"Enable":true,"PacketNum":3}').options.durationSeconds, undefined);
  });

  for (const text of ["", "enable", "null", "[]", "true", '"x"', "{", "{Enable:true}"]) {
    it(`calls ${JSON.stringify(text)} no OpsValue`, () => {
      assert.equal(codeFor(text), "Ops.OpsValueInvalid");
    });
  }

  const wrong = [
    "{}",
    '{"Enable":"true"}',
    '{"Enable":1}',
    '{"Enable":null}',
    '{"enable":true}',
    '{"Enable":true,"Protocol":"icmp"}',
    '{"Enable":true,"Protocol":"TCP"}',
    '{"Enable":true,"SourceIp":"1.2.3"}',
    '{"Enable":true,"SourceIp":"01.2.3.4"}',
    '{"Enable":true,"SourceIp":"1.2.3.256"}',
    '{"Enable":true,"SourceIp":"::1"}',
    '{"Enable":true,"SourceIp":""}',
    '{"Enable":true,"DestCidr":"10.0.0.0"}',
    '{"Enable":true,"DestCidr":"10.0.0.0/33"}',
    '{"Enable":true,"DestCidr":"10.0.0.0/08"}',
    '{"Enable":true,"DestCidr":"10.0.0.0/8/8"}',
    '{"Enable":true,"SourcePort":"443"}',
    '{"Enable":true,"SourcePort":0}',
    '{"Enable":true,"DestPort":65536}',
    '{"Enable":true,"DestPort":1.5}',
    '{"Enable":true,"Snaplen":0}',
    '{"Enable":true,"Duration":0}',
    '{"Enable":true,"PacketNum":-1}',
    '{"Enable":true,"FileSize":1073741825}',
    '{"Enable":true,"IfDeviceName":"eth0;reboot"}',
    '{"Enable":true,"Host":"1.2.3.4"}',
    '{"Enable":true,"__proto__":1}',
    '{"Enable":true,"constructor":1}',
  ];
  for (const text of wrong) {
    it(`refuses ${text}`, () => {
      assert.equal(codeFor(text), "Tcpdump.InvalidValue");
    });
  }
});
