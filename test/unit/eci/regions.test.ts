import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  findRegion,
  isLoopbackEndpoint,
  isRegionId,
  knownRegions,
  regionsWithoutTcpdump,
  toEciEndpoint,
  toStsEndpoint,
} from "../../../src/eci/regions.ts";

describe("regions", () => {
  it("knows 35 regions by English and Chinese name and by host", () => {
    assert.equal(knownRegions.length, 35);
    assert.equal(new Set(knownRegions.map(({ id }) => id)).size, 35);
    for (const region of knownRegions) {
      assert.ok(isRegionId(region.id));
      assert.match(region.en, /^[A-Za-z0-9 ()-]+$/u);
      assert.match(region.zh, /\p{Script=Han}/u);
      assert.match(region.public, /^eci[a-z0-9.-]*\.aliyuncs\.com$/u);
      // The one region whose VPC host the table does not tell.
      if (region.id === "cn-hangzhou-finance") assert.equal(region.vpc, undefined);
      else assert.match(region.vpc ?? "", /^eci-vpc\.[a-z0-9-]+\.aliyuncs\.com$/u);
      if (region.sts !== undefined) assert.match(region.sts, /^sts\.(?:[a-z0-9-]+\.)?aliyuncs\.com$/u);
    }
    for (const id of regionsWithoutTcpdump) assert.ok(findRegion(id), id);
    assert.equal(regionsWithoutTcpdump.length, 8);
  });

  it("finds the host in the table, by pattern elsewhere, and in the override before both", () => {
    assert.equal(toEciEndpoint("cn-shenzhen-finance-1"), "https://eci.cn-shenzhen-finance.aliyuncs.com");
    assert.equal(toEciEndpoint("xx-new-9"), "https://eci.xx-new-9.aliyuncs.com");
    assert.equal(toEciEndpoint("cn-beijing", "https://eci-vpc.{region}.x"), "https://eci-vpc.cn-beijing.x");
    assert.equal(toEciEndpoint("cn-beijing", "http://127.0.0.1:9"), "http://127.0.0.1:9");
  });

  it("refuses ids that would lead a signed request elsewhere", () => {
    for (const id of ["", "evil.example/", "a.b", "a@b", "a#", "A", "-a", "a:1", "a b", "x".repeat(64)]) {
      assert.throws(() => toEciEndpoint(id), RangeError, id);
    }
  });

  it("sends STS to a stand-in on loopback and to nothing else that is set for ECI", () => {
    assert.equal(toStsEndpoint(), "https://sts.aliyuncs.com");
    assert.equal(toStsEndpoint("cn-beijing"), "https://sts.cn-beijing.aliyuncs.com");
    assert.equal(toStsEndpoint("ap-south-1"), "https://sts.aliyuncs.com");
    assert.equal(toStsEndpoint("cn-beijing", "http://localhost:9"), "http://localhost:9");
    assert.equal(
      toStsEndpoint("cn-beijing", "https://eci-vpc.{region}.x"),
      "https://sts.cn-beijing.aliyuncs.com",
    );
  });

  it("asks the STS of a VPC where the endpoint names the VPC's region", () => {
    const inVpc = (override: string, regionId?: string) => toStsEndpoint(regionId, override);
    const beijing = "https://eci-vpc.cn-beijing.aliyuncs.com";
    assert.equal(inVpc(beijing), "https://sts-vpc.cn-beijing.aliyuncs.com");
    assert.equal(inVpc(beijing, "cn-hangzhou"), "https://sts-vpc.cn-beijing.aliyuncs.com");
    const template = "https://eci-vpc.{region}.aliyuncs.com";
    assert.equal(inVpc(template, "cn-beijing"), "https://sts-vpc.cn-beijing.aliyuncs.com");
    assert.equal(inVpc(template), "https://sts.aliyuncs.com");
    // Its table row has no STS of its own.
    assert.equal(inVpc("https://eci-vpc.ap-south-1.aliyuncs.com"), "https://sts.aliyuncs.com");
    assert.equal(inVpc("https://eci-vpc.cn-beijing.aliyuncs.com.evil.example"), "https://sts.aliyuncs.com");
  });

  it("tells loopback from what only looks like it", () => {
    const loopback = [
      "http://127.0.0.1:1",
      "http://127.8.9.1",
      "http://[::1]:4",
      "http://localhost",
      "http://127.1",
    ];
    for (const address of loopback) assert.ok(isLoopbackEndpoint(address), address);
    const elsewhere = [
      "http://127.0.0.1.evil.example",
      "http://128.0.0.1",
      "http://localhost.evil.example",
      "x",
      "http://[::2]",
    ];
    for (const address of elsewhere) assert.ok(!isLoopbackEndpoint(address), address);
  });
});
