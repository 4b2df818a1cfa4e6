import * as z from "zod/mini";
import { amount, filledText, flag, lenient, listOf, text } from "./tolerant.ts";

const stateSchema = lenient(
  z.object({
    State: z.string(),
    Reason: filledText,
    Message: filledText,
    ExitCode: amount,
    Signal: amount,
    StartTime: filledText,
    FinishTime: filledText,
  }),
);

const containerSchema = z.object({
  Name: z.string(),
  Image: text,
  Cpu: amount,
  Memory: amount,
  Ready: flag,
  RestartCount: amount,
  CurrentState: stateSchema,
  PreviousState: stateSchema,
  Ports: listOf(z.object({ Port: z.number(), Protocol: text })),
});

/** An event, as DescribeContainerGroups and DescribeContainerGroupEvents both write it. */
export const eventSchema = z.object({
  Type: text,
  Reason: text,
  Message: text,
  Count: amount,
  FirstTimestamp: filledText,
  LastTimestamp: filledText,
});

/**
 * An instance of DescribeContainerGroups. Only its id is required: what is missing or of another type is absent, and
 * words unknown to us stay as they are.
 */
export const instanceSchema = z.object({
  ContainerGroupId: z.string().check(z.minLength(1)),
  ContainerGroupName: text,
  RegionId: filledText,
  Status: text,
  ZoneId: filledText,
  VpcId: filledText,
  VSwitchId: filledText,
  SecurityGroupId: filledText,
  ResourceGroupId: filledText,
  IntranetIp: filledText,
  InternetIp: filledText,
  Ipv6Address: filledText,
  Cpu: amount,
  Memory: amount,
  InstanceType: filledText,
  RestartPolicy: filledText,
  CreationTime: filledText,
  Tags: listOf(z.object({ Key: z.string(), Value: text })),
  Containers: listOf(containerSchema),
  InitContainers: listOf(containerSchema),
  Events: listOf(eventSchema),
});

export type WireContainer = z.infer<typeof containerSchema>;
export type WireState = z.infer<typeof stateSchema>;
export type WireEvent = z.infer<typeof eventSchema>;
