import { randomUUID } from "node:crypto";
import type { ServerResponse } from "http";

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/gu, (char) => escapes[char] ?? char);
}

/** Answers with the XML body that OSS gives an error (OSS, "Error responses"); `more` are further elements. */
export function sendOssError(
  response: ServerResponse,
  status: number,
  code: string,
  message: string,
  more: Readonly<Record<string, string>> = {},
): void {
  const requestId = randomUUID().replaceAll("-", "").slice(0, 24).toUpperCase();
  const hostId = response.req.headers.host ?? "";
  const elements = { Code: code, Message: message, RequestId: requestId, HostId: hostId, ...more };
  const lines = Object.entries(elements).map(([name, text]) => `  <${name}>${escapeXml(text)}</${name}>`);
  const body = ['<?xml version="1.0" encoding="UTF-8"?>', "<Error>", ...lines, "</Error>", ""].join("\n");
  response.writeHead(status, {
    "Content-Type": "application/xml",
    "Content-Length": Buffer.byteLength(body),
    "x-oss-request-id": requestId,
    Server: "AliyunOSS",
  });
  response.end(response.req.method === "HEAD" ? undefined : body);
}
