import * as fc from "fast-check";
import {
  maxFileSizeBytes,
  maxSnaplenBytes,
  tcpdumpProtocols,
  type TcpdumpOptions,
} from "../../../../src/task/tcpdump/options.ts";

const cidr = fc.tuple(fc.ipV4(), fc.nat(32)).map(([address, length]) => `${address}/${length}`);
const port = fc.integer({ min: 1, max: 65_535 });
const positive = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });

/** Any valid options, each field there or not. */
export const optionsArbitrary: fc.Arbitrary<TcpdumpOptions> = fc.record(
  {
    protocol: fc.constantFrom(...tcpdumpProtocols),
    sourceIp: fc.ipV4(),
    sourceCidr: cidr,
    sourcePort: port,
    destIp: fc.ipV4(),
    destCidr: cidr,
    destPort: port,
    interfaceName: fc.stringMatching(/^[a-z][a-z0-9@._"'\\-]{0,14}$/),
    snaplenBytes: fc.integer({ min: 1, max: maxSnaplenBytes }),
    durationSeconds: fc.oneof(positive, fc.integer({ min: 1, max: 100_000 })),
    packetCount: positive,
    fileSizeBytes: fc.oneof(
      fc.integer({ min: 1, max: maxFileSizeBytes }),
      fc.integer({ min: 1, max: 1_024 }).map((mebibytes) => mebibytes * 1_048_576),
    ),
  },
  { requiredKeys: [] },
);
