import assert from "node:assert/strict";
import { BlockList } from "node:net";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { isInNetwork, toNetwork } from "../../../../src/task/tcpdump/network.ts";

describe("toNetwork", () => {
  it("clears the host bits", () => {
    assert.equal(toNetwork("10.0.0.5/8"), "10.0.0.0/8");
    assert.equal(toNetwork("192.168.255.255/22"), "192.168.252.0/22");
    assert.equal(toNetwork("255.255.255.255/0"), "0.0.0.0/0");
    assert.equal(toNetwork("10.1.2.3/32"), "10.1.2.3/32");
    assert.equal(toNetwork("10.1.2.3/08"), "10.0.0.0/8");
  });
});

describe("isInNetwork", () => {
  it("agrees with Node's own block list", () => {
    const nearby = fc.tuple(fc.ipV4(), fc.nat(31), fc.nat(32)).map(([address, flippedBit, length]) => {
      const value = address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
      const other = (value ^ (2 ** flippedBit)) >>> 0;
      const text = [24, 16, 8, 0].map((shift) => (other >>> shift) & 255).join(".");
      return { address, other: text, length };
    });
    fc.assert(
      fc.property(nearby, ({ address, other, length }) => {
        const list = new BlockList();
        list.addSubnet(address, length);
        assert.equal(isInNetwork(other, `${address}/${length}`), list.check(other));
      }),
    );
  });
});
