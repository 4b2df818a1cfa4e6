import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { toPageHtml } from "../../../../src/host/captures/pageHtml.ts";

const parts = {
  scriptUri: "https://file.example/captureForm.js",
  styleUri: "https://file.example/captureForm.css",
  cspSource: "'self' https://*.example",
  nonce: "bm9uY2U",
  language: "zh-cn",
  title: "Capture web",
};

describe("toPageHtml", () => {
  it("allows its own script by nonce, its own styles, and nothing else", () => {
    const html = toPageHtml(parts);
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
    assert.equal(
      policy,
      "default-src 'none'; style-src 'self' https://*.example; script-src 'nonce-bm9uY2U';",
    );
    assert.match(html, /<html lang="zh-cn">/);
  });

  it("has one script, from a file, and neither inline style nor handler", () => {
    const html = toPageHtml(parts);
    assert.deepEqual(html.match(/<script[^>]*>[^<]*/g), [
      `<script nonce="bm9uY2U" src="${parts.scriptUri}" defer>`,
    ]);
    assert.doesNotMatch(html, /<style|style=|\son\w+=/);
  });

  it("keeps a hostile title what it is: a title", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const html = toPageHtml({ ...parts, title: `</title><script>"&${text}` });
        assert.equal(html.match(/<script/g)?.length, 1);
        assert.equal(html.match(/<\/title>/g)?.length, 1);
      }),
    );
  });
});
