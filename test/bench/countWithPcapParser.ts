import { parse } from "pcap-parser";

/* Prints how many packets pcap-parser finds in a file: node countWithPcapParser.cjs FILE */
let packets = 0;
const parser = parse(process.argv[2] ?? "");
parser.on("packet", () => (packets += 1));
parser.on("end", () => console.log(packets));
parser.on("error", (error: Error) => {
  throw error;
});
