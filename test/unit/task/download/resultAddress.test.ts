import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { DownloadError } from "../../../../src/task/download/downloadError.ts";
import { parseResultAddress } from "../../../../src/task/download/resultAddress.ts";

function isRefused(text: string, allowLoopback: boolean): boolean {
  try {
    parseResultAddress(text, allowLoopback);
    return false;
  } catch (error) {
    assert.ok(error instanceof DownloadError);
    assert.deepEqual(error.problem, { code: "addressRefused" });
    assert.ok(!error.message.includes("Signature"));
    return true;
  }
}

describe("parseResultAddress", () => {
  it("takes https at OSS hosts and raises http to it, query untouched", () => {
    for (const host of [
      "eci-ops.oss-cn-hangzhou.aliyuncs.com",
      "eci-ops.oss-cn-hangzhou-internal.aliyuncs.com",
      "oss-ap-southeast-1.aliyuncs.com",
      "eci-ops.oss-accelerate.aliyuncs.com",
      "eci-ops.oss.aliyuncs.com",
    ]) {
      const query = "?Expires=1&OSSAccessKeyId=a&Signature=b%2Bc%3D";
      assert.equal(
        parseResultAddress(`http://${host}/x.pcap${query}`, false).href,
        `https://${host}/x.pcap${query}`,
      );
      assert.equal(parseResultAddress(`https://${host}/x.pcap${query}#f`, false).protocol, "https:");
    }
  });

  it("refuses everything else", () => {
    for (const text of [
      "",
      "not an address",
      "ftp://b.oss-cn-hangzhou.aliyuncs.com/x",
      "file:///etc/passwd",
      "https://oss-cn-hangzhou.aliyuncs.com.evil.example/x?Signature=s",
      "https://evil.example/oss-cn-hangzhou.aliyuncs.com",
      "https://b.oss-cn-hangzhou.aliyuncs.com@evil.example/x",
      "https://user:word@b.oss-cn-hangzhou.aliyuncs.com/x",
      "https://b.oss-cn-hangzhou.aliyuncs.com:8443/x",
      "https://ecs.aliyuncs.com/x",
      "https://evil-oss-cn-hangzhou.aliyuncs.com.cn/x",
      "http://100.100.100.200/latest/meta-data",
      "http://169.254.169.254/",
      "http://127.0.0.1/x",
      "http://[::1]/x",
    ]) {
      assert.ok(isRefused(text, false), text);
    }
  });

  it("takes this computer only where the account's endpoint is on it", () => {
    for (const host of ["127.0.0.1:81", "127.9.8.7:81", "localhost:81", "[::1]:81"]) {
      assert.equal(parseResultAddress(`http://${host}/x`, true).host, host);
      assert.ok(isRefused(`http://${host}/x`, false), host);
    }
    for (const text of ["http://127.0.0.1.evil.example/x", "http://100.100.100.200/x", "ftp://127.0.0.1/x"]) {
      assert.ok(isRefused(text, true), text);
    }
  });
});
