import { DownloadError } from "./downloadError.ts";

/** An OSS host of Alibaba: a bucket, or none, at `oss-<region>`, `oss-<region>-internal`, `oss-accelerate` or `oss`. */
const ossHost = /^(?:[a-z0-9][a-z0-9-]*\.)?oss(?:-[a-z0-9-]+)?\.aliyuncs\.com$/;
const loopbackHost = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * The address that a result may be fetched from: https at an OSS host (`http` is raised to it), or this computer
 * itself where the account's own endpoint is there. Throws a `DownloadError` for any other.
 */
export function parseResultAddress(text: string, allowLoopback: boolean): URL {
  const refused = new DownloadError({ code: "addressRefused" });
  if (!URL.canParse(text)) throw refused;
  const url = new URL(text);
  url.hash = "";
  if (url.username !== "" || url.password !== "") throw refused;
  if (allowLoopback && loopbackHost.test(url.hostname)) {
    if (url.protocol !== "http:" && url.protocol !== "https:") throw refused;
    return url;
  }
  // The samples of DescribeInstanceOpsRecords begin with http://; the signature does not cover the scheme.
  if (url.protocol === "http:") url.protocol = "https:";
  if (url.protocol !== "https:" || url.port !== "" || !ossHost.test(url.hostname)) throw refused;
  return url;
}
