import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { createAddressMap } from "../../../../src/capture/export/addressMap.ts";
import { toIpv4Text, toIpv6Text, toMacText } from "../../../../src/capture/packet/address.ts";
import { toIpv4, toIpv6, toMac } from "./packetBuilder.ts";

function createTexts() {
  const map = createAddressMap();
  const replace = (bytes: Uint8Array, toText: (bytes: Uint8Array, at: number) => string, run: () => void) => {
    run();
    return toText(bytes, 0);
  };
  return {
    ipv4: (text: string) => {
      const bytes = Uint8Array.from(toIpv4(text));
      return replace(bytes, toIpv4Text, () => map.replaceIpv4(bytes, 0));
    },
    ipv6: (text: string) => {
      const bytes = Uint8Array.from(toIpv6(text));
      return replace(bytes, toIpv6Text, () => map.replaceIpv6(bytes, 0));
    },
    mac: (text: string) => {
      const bytes = Uint8Array.from(toMac(text));
      return replace(bytes, toMacText, () => map.replaceMac(bytes, 0));
    },
  };
}

describe("createAddressMap", () => {
  it("numbers addresses in their order, the same for the same", () => {
    const texts = createTexts();
    const asked = ["10.0.0.9", "10.0.0.1", "10.0.0.9", "169.254.1.1"];
    assert.deepEqual(asked.map(texts.ipv4), ["198.18.0.1", "198.18.0.2", "198.18.0.1", "198.18.0.3"]);
    assert.equal(texts.mac("00:16:3e:00:00:07"), "02:00:00:00:00:01");
    assert.equal(texts.ipv6("2400:0:0:0:0:0:0:7"), "2001:db8::1:0:1");
    // The last 24 bits are numbered for themselves.
    assert.equal(texts.ipv6("2400:1:0:0:0:0:0:7"), "2001:db8::2:0:1");
    assert.equal(texts.ipv6("fe80:0:0:0:1:2:3:4"), "fe80::3:0:2");
  });

  it("keeps what means the same everywhere", () => {
    const texts = createTexts();
    for (const text of ["0.0.0.0", "255.255.255.255", "127.0.0.1", "127.8.9.1", "224.0.0.251", "239.1.2.3"])
      assert.equal(texts.ipv4(text), text);
    assert.equal(texts.ipv6("0:0:0:0:0:0:0:0"), "::");
    assert.equal(texts.ipv6("0:0:0:0:0:0:0:1"), "::1");
    assert.equal(texts.ipv6("ff02:0:0:0:0:0:0:fb"), "ff02::fb");
    for (const text of ["00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff", "01:00:5e:00:00:fb", "33:33:00:00:00:01"])
      assert.equal(texts.mac(text), text);
  });

  it("replaces what stands in multicast and mapped addresses", () => {
    const texts = createTexts();
    const unicast = texts.ipv6("2400:0:0:0:0:0:12ab:cdef");
    assert.match(unicast, /:0:1$/u);
    assert.equal(texts.ipv6("ff02:0:0:0:0:1:ffab:cdef"), "ff02::1:ff00:1");
    assert.equal(texts.mac("33:33:ff:ab:cd:ef"), "33:33:ff:00:00:01");
    assert.equal(texts.ipv6("ff3e:40:2400:1:2:3:0:5"), "ff3e::5");
    assert.equal(texts.ipv6("0:0:0:0:0:ffff:a01:203"), `::ffff:${texts.ipv4("10.1.2.3")}`);
    assert.match(texts.ipv6("0:0:0:0:0:0:a01:203"), /^2001:db8:/u);
  });

  it("gives different addresses different ones, all in the ranges that nobody has", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.ipV4(), { maxLength: 60 }), (asked) => {
        const texts = createTexts();
        const replaced = asked.map(texts.ipv4);
        assert.equal(new Set(replaced).size, asked.length);
        for (const [index, text] of replaced.entries())
          assert.ok(text === asked[index] || /^198\.1[89]\./u.test(text), text);
      }),
    );
  });

  it("goes on in another range after as many as the first has, and with one for all after a million", () => {
    const map = createAddressMap();
    const view = new DataView(new ArrayBuffer(4));
    const bytes = new Uint8Array(view.buffer);
    const seen = new Set<number>();
    for (let address = 0; address < 1_050_000; address += 1) {
      view.setUint32(0, 0x0a00_0001 + address);
      map.replaceIpv4(bytes, 0);
      seen.add(view.getUint32(0));
    }
    assert.equal(seen.size, (1 << 20) + 1);
    for (const address of seen) {
      const first = address >>> 24;
      if (first !== 240 && address >>> 17 !== 0xc612_0000 >>> 17) assert.fail(address.toString(16));
    }
  });
});
