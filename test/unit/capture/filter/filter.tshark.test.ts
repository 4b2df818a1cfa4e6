import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, it } from "node:test";
import { parseFilter } from "../../../../src/capture/filter/parseFilter.ts";
import { whyToolsMissing } from "../systemTool.ts";
import { compareExpressions, compareWithTshark } from "./compareWithTshark.ts";
import { buildFilterCapture } from "./filterCapture.ts";
import { selectOne } from "./tsharkSelection.ts";

/** So many generated expressions; `test:faults` takes more of them. */
const generatedCount = 100;

/** What people write, and every form of the language. */
const written = [
  "", "tcp", "udp", "icmp", "icmpv6", "arp", "dns", "http", "tls", "vlan", "ieee8021ad", "vxlan", "gre", "ipv6", "data", "frame", "eth",
  "ip.addr == 10.0.0.5 and tcp.port == 443", "ip.addr == 10.0.0.0/24", "not ip.addr == 10.0.0.5", "ip.addr != 10.0.0.5",
  "ip.addr !== 10.0.0.5", "ip.addr ~= 10.0.0.5", "ip.src > 10.0.0.0/8", "ip.src <= 10.0.0.77", "ip.src == 10.0.0.5/0", "ip.src == 172.16.3.4/31",
  "all ip.addr == 10.0.0.0/8", "any ip.addr == 10.0.0.0/8", "ip.src in {10.0.0.0/24}", "ip.src not in {10.0.0.0 .. 10.0.0.50}",
  "tcp.port in {80, 443, 8000..8080}", "tcp.port in {80}", "tcp.flags.syn == 1 and tcp.flags.ack == 0", "tcp.flags.syn == 7", "tcp.flags.reset == True",
  "tcp.flags == 0x012", "tcp.flags.syn", "tcp.port eq 80 && !(http.request) || udp.port ge 1024 and udp.port lt 50000",
  "tcp.stream == 3 and not icmp", "udp.stream == 2 and not icmp and not vxlan", "tcp.len > 0", "tcp.seq == 1 and tcp.ack == 1", "tcp.window_size_value < 65535",
  "tcp.seq_raw > 2000000000 and not icmp", "tcp.ack_raw == 0", "tcp.analysis.retransmission", "tcp.analysis.flags", "tcp.analysis.flags and tcp.len == 0",
  "tls.record.content_type == 22", "tls.record.content_type == 21", "tls.handshake.type == 1", "tls.alert_message.desc == 70",
  'tls.handshake.extensions_server_name contains "example"', 'tls.handshake.extensions_server_name == "API.Example.org"',
  'http.request.method == "GET"', "http.request.method == GET", 'http.host matches "example\\\\.(com|org)$"', 'http.host matches r"^orders\\."', 'http.host ~ "EXAMPLE"',
  'http.request.uri contains "?page="', "http.response.code >= 400", "http.response.code in {404 .. 599}", 'http.user_agent contains "curl"', 'http.content_type matches "json"',
  "http.request == 1", "http.response == 0", 'http.response.phrase == "Not Found"', 'http.host in {"cache.internal"}', 'http.host in {"a".."m"}', 'http.host > "b"',
  'dns.qry.name == "orders.example.com"', "dns.qry.name == orders.example.com", 'dns.qry.name contains "EXAMPLE"', 'dns.qry.name matches "EXAMPLE"',
  "dns.flags.response == 1 and dns.flags.rcode == 3", "dns.flags.rcode", "dns.a == 10.0.0.0/8", "dns.aaaa == 2001:db8::/32", "dns.qry.type == 28", 'dns.resp.name', "dns.id > 0x8000",
  "frame.number in {3, 5 .. 9}", "frame.number <= 0x10", "frame.number == 017", "frame.number == 0b101", "frame.len > 100 and frame.cap_len < 200",
  "frame.time_relative > 0.1", "frame.time_relative <= 0.100500000", "frame.time_relative in {0.05 .. 0.06}", "frame.time_relative >= -1", "frame.time_epoch > 1700000000.2",
  "eth.addr == 02:16:0a:00:00:05", "eth.src == 02-16-0a-00-00-05", "eth.dst == 0216.0a00.0005", "eth.dst == ff:ff:ff:ff:ff:ff", "eth.addr contains 16:0a", "eth.src != 02:16:0a:00:00:05",
  "eth.type == 0x86dd", "vlan.id == 100", "vlan.id > 100", "vxlan.vni == 1234", "arp.opcode == 2", "arp.dst.proto_ipv4 == 10.0.0.0/8",
  "ipv6.addr == 2001:db8::1", "ipv6.src == 2001:db8::/127", "ipv6.dst > 2001:db8::1", "ipv6.addr == ::/0", "ipv6.nxt == 17", "ipv6.hlim == 61",
  "ip.ttl < 64", "ip.proto == 6", "ip.len > 500", "ip.id == 0x1234", "ip.flags.df == 0", "ip.flags.mf == 1", "ip.frag_offset > 0", "ip.version == 4", "ip.version == 6",
  "icmp.type == 3 and icmp.code == 4", "icmpv6.type == 128", "icmp and udp.port == 2000", "icmp and tcp", "icmp and ip.ttl == 64 and ip.proto == 17", "udp.length == 8",
  'tcp contains "HTTP/1.1"', "frame contains 0a:00:00:05", 'frame contains "\\x0a\\000\\x00\\x05"', 'udp contains "example"', 'ip contains 45', 'frame matches "GET .* HTTP"', 'tcp matches "\\\\x16\\\\x03\\\\x01"',
  'eth contains "hello"', 'data matches "^zz"', "not not tcp", "!!tcp", "!tcp&&!udp", "((tcp)) or (udp and not (dns))", "tcp or udp and dns", "(tcp or udp) and dns",
]; // prettier-ignore

/** What nobody takes. */
const refused = [
  "foo", "TCP", "tcp and", "tcp.port ==", "(tcp", "tcp)", "tcp udp", "tcp.port = 80", "tcp.port == abc", "tcp.port == 65536", "tcp.port == 08", 'tcp.port == "80"', "tcp.port in {}",
  "tcp.port in 80", "tcp.port in {80 443}", "ip.src == 10.0.0", "ip.src == 10.0.0.0/33", "ip.src == ::1", "ipv6.src == 10.0.0.1", "eth.src == 00:01:02", 'ip.src contains "a"', 'ip.src matches "a"',
  'tcp.port matches "a"', "frame.time_relative < 1s", "frame.time_relative < .5", "tcp.flags.syn == yes", "tcp.analysis.flags == 1", 'http.host matches "a["', "http.host matches abc", 'http.host == "a', 'http.host == "\\q"',
  "80 == tcp.port", "tcp.port == 80 || 443", "tcp AND udp", "tcp & udp", "()", "not", "tcp.port == (80)", "(tcp.port) == 80", "tcp.port <> 80", "tcp.port == tcp", "frame contains xyz",
]; // prettier-ignore

describe("filters and tshark -Y", { skip: whyToolsMissing("tshark") }, () => {
  it("select the same packets by what people write", async () => {
    const { differences, selecting } = await compareExpressions(buildFilterCapture(1), written);
    assert.deepEqual(differences, []);
    assert.ok(selecting > written.length * 0.8, `only ${selecting} of ${written.length} select anything`);
  });

  it("select the same packets by generated expressions", async () => {
    const { differences, selecting } = await compareWithTshark(generatedCount, 20_261);
    assert.deepEqual(differences, []);
    assert.ok(selecting > generatedCount / 2, `only ${selecting} select anything`);
  });

  it("refuse the same expressions", async () => {
    for (const expression of refused) assert.throws(() => parseFilter(expression), expression);
    const folder = mkdtempSync(path.join(tmpdir(), "eci-filter-"));
    try {
      const file = path.join(folder, "filter.pcap");
      writeFileSync(file, buildFilterCapture(1));
      assert.ok((await selectOne(file, "tcp")).length > 0);
      // A run for each of them takes long.
      const sample = refused.filter((_, index) => index % 7 === 0);
      for (const expression of sample)
        await assert.rejects(selectOne(file, expression), /tshark: /u, expression);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
