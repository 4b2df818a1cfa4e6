/** Who talks with whom; addresses are IPv4 as 32-bit numbers. */
export type Flow = {
  readonly client: number;
  readonly server: number;
  readonly clientPort: number;
  readonly serverPort: number;
};

type Segment = {
  readonly sequence: number;
  readonly acknowledgment: number;
  readonly flags: number;
  readonly windowBytes: number;
  readonly payloadBytes: number;
  /** What the payload begins with; the rest of it is dots. */
  readonly text?: Uint8Array | undefined;
};

/** Writes Ethernet frames with IPv4 in place, and gives the length of each. */
export type FrameWriter = {
  writeTcp(at: number, flow: Flow, isFromClient: boolean, segment: Segment): number;
  writeUdp(at: number, flow: Flow, isFromClient: boolean, payload: Uint8Array): number;
};

const ethernetBytes = 14;
const ipBytes = 20;

/** A writer into one buffer. The checksums of IPv4 are right; those of TCP and UDP are left 0, as an offloading card leaves them. */
export function createFrameWriter(bytes: Uint8Array, view: DataView): FrameWriter {
  let identification = 0;
  const writeHeads = (at: number, flow: Flow, isFromClient: boolean, protocol: number, length: number) => {
    const [source, destination] = isFromClient ? [flow.client, flow.server] : [flow.server, flow.client];
    view.setUint16(at, 0x0216);
    view.setUint32(at + 2, destination);
    view.setUint16(at + 6, 0x0216);
    view.setUint32(at + 8, source);
    view.setUint16(at + 12, 0x0800);
    const ip = at + ethernetBytes;
    identification = (identification + 1) & 0xffff;
    view.setUint16(ip, 0x4500);
    view.setUint16(ip + 2, ipBytes + length);
    view.setUint16(ip + 4, identification);
    view.setUint16(ip + 6, 0x4000);
    view.setUint16(ip + 8, 0x4000 | protocol);
    view.setUint16(ip + 10, 0);
    view.setUint32(ip + 12, source);
    view.setUint32(ip + 16, destination);
    let sum = 0;
    for (let word = 0; word < ipBytes; word += 2) sum += view.getUint16(ip + word);
    sum = (sum & 0xffff) + (sum >>> 16);
    view.setUint16(ip + 10, ~(sum + (sum >>> 16)) & 0xffff);
    const ports = ip + ipBytes;
    view.setUint16(ports, isFromClient ? flow.clientPort : flow.serverPort);
    view.setUint16(ports + 2, isFromClient ? flow.serverPort : flow.clientPort);
    return ports;
  };
  return {
    writeTcp: (at, flow, isFromClient, segment) => {
      const tcp = writeHeads(at, flow, isFromClient, 6, 20 + segment.payloadBytes);
      view.setUint32(tcp + 4, segment.sequence);
      view.setUint32(tcp + 8, segment.acknowledgment);
      view.setUint16(tcp + 12, 0x5000 | segment.flags);
      view.setUint16(tcp + 14, segment.windowBytes);
      view.setUint32(tcp + 16, 0);
      const payload = tcp + 20;
      bytes.fill(0x2e, payload, payload + segment.payloadBytes);
      if (segment.text) bytes.set(segment.text, payload);
      return payload + segment.payloadBytes - at;
    },
    writeUdp: (at, flow, isFromClient, payload) => {
      const udp = writeHeads(at, flow, isFromClient, 17, 8 + payload.length);
      view.setUint16(udp + 4, 8 + payload.length);
      view.setUint16(udp + 6, 0);
      bytes.set(payload, udp + 8);
      return udp + 8 + payload.length - at;
    },
  };
}

/** A query for the address of `host-N.example.com` or its answer (RFC 1035); every seventh name does not exist. */
export function buildDnsMessage(flow: Flow, isAnswer: boolean): Uint8Array {
  const number = flow.client % 1_000;
  const isMissing = number % 7 === 0;
  const label = `host-${number}`;
  const encode = (text: string) => [text.length, ...new TextEncoder().encode(text)];
  const name = [...encode(label), ...encode("example"), ...encode("com"), 0];
  const head = [
    flow.clientPort >>> 8,
    flow.clientPort & 0xff,
    isAnswer ? 0x81 : 0x01,
    isAnswer ? (isMissing ? 0x83 : 0x80) : 0,
    ...[0, 1, 0, isAnswer && !isMissing ? 1 : 0, 0, 0, 0, 0],
  ];
  const answer = [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 10, 0, 0, number & 0xff];
  return Uint8Array.from([...head, ...name, 0, 1, 0, 1, ...(isAnswer && !isMissing ? answer : [])]);
}
