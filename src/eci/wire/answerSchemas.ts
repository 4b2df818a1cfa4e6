import * as z from "zod/mini";
import type { Identity, OpsRecord, Region } from "../model.ts";
import { isRegionId } from "../regions.ts";
import { filledText, listOf, text } from "./tolerant.ts";

/** An answer of any call. */
export const anySchema = z.record(z.string(), z.unknown());

/** An answer of DescribeRegions. */
export const regionsSchema = z.object({ Regions: z.array(z.unknown()) });
const regionRows = listOf(
  z.object({ RegionId: z.string().check(z.refine(isRegionId)), Zones: listOf(z.string()) }),
);

/** The regions of the answer; rows whose id could lead a host name elsewhere are left out. */
export function toRegions(answer: z.infer<typeof regionsSchema>): readonly Region[] {
  return z.parse(regionRows, answer.Regions).map((row) => ({ id: row.RegionId, zones: row.Zones }));
}

/** An answer of DescribeInstanceOpsRecords. */
export const opsRecordsSchema = z.object({ Records: z.array(z.unknown()) });
const recordRows = listOf(
  z.object({
    CreateTime: z.string().check(z.minLength(1)),
    ExpireTime: filledText,
    OpsType: filledText,
    OpsStatus: text,
    ResultType: filledText,
    ResultContent: filledText,
  }),
);

/** The records of the answer; a record without a type is of the type that was asked for. */
export function toOpsRecords(
  answer: z.infer<typeof opsRecordsSchema>,
  askedType: string,
): readonly OpsRecord[] {
  return z.parse(recordRows, answer.Records).map((row) => ({
    opsType: (row.OpsType ?? askedType).toLowerCase(),
    opsStatus: row.OpsStatus ?? "",
    createTime: row.CreateTime,
    expireTime: row.ExpireTime,
    resultType: row.ResultType,
    resultUrl: row.ResultContent,
  }));
}

/** An answer of CreateInstanceOpsTask; `Result` is free text, to be shown and never read. */
export const opsTaskSchema = z.object({ RequestId: z.string(), Result: text });

/** An answer of sts:GetCallerIdentity. */
export const identitySchema = z.object({
  // 16 digits: a number in some answers, which toPlainJson then gives as a text or a number.
  AccountId: z.pipe(z.union([z.string(), z.number()]), z.transform(String)),
  Arn: text,
  IdentityType: text,
  PrincipalId: filledText,
});

/** Who the key belongs to. */
export function toIdentity(answer: z.infer<typeof identitySchema>): Identity {
  return {
    accountId: answer.AccountId,
    arn: answer.Arn ?? "",
    identityType: answer.IdentityType ?? "",
    principalId: answer.PrincipalId,
  };
}

/** An answer of sts:AssumeRole and sts:AssumeRoleWithOIDC. */
export const roleSessionSchema = z.object({
  Credentials: z.object({
    AccessKeyId: z.string().check(z.minLength(1)),
    AccessKeySecret: z.string().check(z.minLength(1)),
    SecurityToken: z.string().check(z.minLength(1)),
    Expiration: text,
  }),
});
