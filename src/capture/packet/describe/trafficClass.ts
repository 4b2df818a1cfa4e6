const dscpNames = new Map([
  [0, "CS0"],
  [8, "CS1"],
  [10, "AF11"],
  [12, "AF12"],
  [14, "AF13"],
  [16, "CS2"],
  [18, "AF21"],
  [20, "AF22"],
  [22, "AF23"],
  [24, "CS3"],
  [26, "AF31"],
  [28, "AF32"],
  [30, "AF33"],
  [32, "CS4"],
  [34, "AF41"],
  [36, "AF42"],
  [38, "AF43"],
  [40, "CS5"],
  [44, "VOICE-ADMIT"],
  [46, "EF"],
  [48, "CS6"],
  [56, "CS7"],
]);

const ecnNames = ["Not-ECT", "ECT(1)", "ECT(0)", "CE"];

/** The differentiated services codepoint (RFC 2474) of a traffic class, with its name where it has one. */
export function toDscpText(trafficClass: number): string {
  const dscp = trafficClass >> 2;
  const name = dscpNames.get(dscp);
  return name === undefined ? `${dscp}` : `${name} (${dscp})`;
}

/** The congestion notification (RFC 3168) of a traffic class. */
export function toEcnText(trafficClass: number): string {
  const ecn = trafficClass & 3;
  return `${ecnNames[ecn] ?? ""} (${ecn})`;
}
