import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  EndpointError,
  parseEndpointSetting,
  type EndpointProblem,
} from "../../../src/eci/endpointSetting.ts";

describe("parseEndpointSetting", () => {
  it("takes https anywhere, http on loopback, a bare host, and the region's placeholder", () => {
    const cases: Record<string, string> = {
      "https://eci.cn-beijing.aliyuncs.com": "https://eci.cn-beijing.aliyuncs.com",
      " https://eci-vpc.{region}.aliyuncs.com/ ": "https://eci-vpc.{region}.aliyuncs.com",
      "eci-vpc.{region}.aliyuncs.com": "https://eci-vpc.{region}.aliyuncs.com",
      "http://127.0.0.1:4010": "http://127.0.0.1:4010",
      "http://[::1]:4010/": "http://[::1]:4010",
      "http://localhost": "http://localhost",
    };
    for (const [text, endpoint] of Object.entries(cases)) assert.equal(parseEndpointSetting(text), endpoint);
  });

  it("says what is wrong with the others", () => {
    const cases: Record<string, EndpointProblem> = {
      " ": "empty",
      "http://eci.cn-beijing.aliyuncs.com": "insecure",
      "http://127.0.0.1.evil.example": "insecure",
      "ftp://localhost": "insecure",
      "https://user:secret@host": "holdsCredentials",
      "https://user@host": "holdsCredentials",
      "https://:secret@host": "holdsCredentials",
      "https://host/path": "holdsPath",
      "https://host?x=1": "holdsPath",
      "https://host#x": "holdsPath",
      "https://{zone}.host": "unknownPlaceholder",
      "https://": "notAnAddress",
      "https://a b": "notAnAddress",
      "https:\\\\host": "notAnAddress",
      "https://host:99999": "notAnAddress",
    };
    for (const [text, problem] of Object.entries(cases)) {
      assert.throws(
        () => parseEndpointSetting(text),
        (error) => error instanceof EndpointError && error.problem === problem,
        text,
      );
    }
  });
});
