import * as fc from "fast-check";
import type { PacketChoice } from "../../../../src/simulator/synthetic/matchesRequest.ts";

const address = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom("172.16.1.5", "172.16.1.6", "172.16.2.7") },
  { weight: 1, arbitrary: fc.ipV4() },
);
const bits = fc.oneof(fc.integer({ min: 0, max: 32 }), fc.constantFrom(0, 8, 24, 30, 31, 32));
const network = fc.tuple(address, bits).map(([ip, length]) => `${ip}/${length}`);
const port = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(53, 80, 443, 5432, 8080) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 65_535 }) },
);
const rarely = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

/** Valid choices of packets that often select something of the synthetic world. */
export const packetChoices = fc.record({
  protocol: rarely(fc.constantFrom("tcp", "udp", "icmpv4")),
  sourceIp: rarely(address),
  sourceCidr: rarely(network),
  sourcePort: rarely(port),
  destIp: rarely(address),
  destCidr: rarely(network),
  destPort: rarely(port),
}) satisfies fc.Arbitrary<PacketChoice>;
