import assert from "node:assert/strict";
import { maxFieldText, type Field } from "../../../../src/capture/packet/decodedPacket.ts";
import { decodePacket } from "../../../../src/capture/packet/decodePacket.ts";
import { maxLayers, type Dissection } from "../../../../src/capture/packet/dissection.ts";
import { protocolCodes } from "../../../../src/capture/packet/protocol.ts";
import { toPacketLine } from "../../../../src/capture/packet/toPacketLine.ts";

const context = { number: 7, marks: 0x7fff, stream: 3, baseSequence: 5, baseAcknowledgment: 9 };

/** How many bytes of the header are there at least, for who reads the layers of a packet's conversation. */
const promisedBytes: ReadonlyMap<number, number> = new Map([
  [protocolCodes.ip, 20],
  [protocolCodes.ipv6, 40],
  [protocolCodes.tcp, 20],
  [protocolCodes.udp, 8],
  [protocolCodes.icmp, 4],
  [protocolCodes.icmpv6, 4],
]);

/** Asserts all that a dissection, its decoded layers and its line promise of any packet. */
export function checkDissection(dissection: Dissection): void {
  const { start, end, layerCount, network, transport, application, quotedFrom } = dissection;
  assert.ok(layerCount <= maxLayers);
  let set = 0;
  for (let layer = 0; layer < layerCount; layer += 1) {
    const at = dissection.starts[layer]!;
    const payload = dissection.payloads[layer]!;
    const layerEnd = dissection.ends[layer]!;
    assert.ok(start <= at && at <= payload && payload <= layerEnd && layerEnd <= end, `layer ${layer}`);
    if (layer > 0)
      assert.ok(at >= dissection.starts[layer - 1]!, `layer ${layer} begins before its outer one`);
    set |= 1 << dissection.protocols[layer]!;
  }
  assert.equal(dissection.protocolSet, set);
  assert.ok(quotedFrom <= layerCount);
  for (const layer of [network, transport, application]) assert.ok(layer >= -1 && layer < quotedFrom);
  for (const layer of [network, transport]) {
    if (layer < 0) continue;
    const promised = promisedBytes.get(dissection.protocols[layer]!);
    assert.ok(promised !== undefined, "a layer that is no network or transport");
    assert.ok(dissection.starts[layer]! + promised <= end);
  }
  if (transport >= 0) assert.ok(transport > network && network >= 0);
  if (application >= 0) assert.equal(application, transport + 1);
  assert.ok(
    dissection.transportPayloadBytes >= 0 && dissection.transportPayloadBytes <= dissection.wireBytes,
  );

  const layers = decodePacket(dissection, context);
  assert.equal(layers.length, layerCount);
  const capturedBytes = end - start;
  let fieldCount = 0;
  const checkFields = (fields: readonly Field[], depth: number): void => {
    assert.ok(depth <= 4);
    for (const field of fields) {
      fieldCount += 1;
      assert.ok(0 <= field.start && field.start <= field.end && field.end <= capturedBytes, field.name);
      assert.ok(field.value.length <= maxFieldText && !/\p{Cc}/u.test(field.value), field.name);
      if (field.fields !== undefined) checkFields(field.fields, depth + 1);
    }
  };
  for (const layer of layers) {
    assert.ok(0 <= layer.start && layer.start <= layer.end && layer.end <= capturedBytes, layer.label);
    assert.ok(layer.summary.length <= maxFieldText && !/\p{Cc}/u.test(layer.summary));
    checkFields(layer.fields, 1);
  }
  assert.ok(fieldCount <= 2_000);

  const line = toPacketLine(dissection, context);
  assert.ok(line.info.length <= maxFieldText && !/\p{Cc}/u.test(line.info));
}
