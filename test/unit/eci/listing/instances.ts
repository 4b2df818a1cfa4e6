import fc from "fast-check";
import type { Container, ContainerState, Instance } from "../../../../src/eci/model.ts";

/** An instance as its row of DescribeContainerGroupStatus tells it, or as it is whole. */
export function buildInstance(fields: Partial<Instance> & { readonly id: string }): Instance {
  return {
    ...{ name: fields.id, regionId: "cn-hangzhou", status: "Running", isWhole: false },
    ...{ tags: [], containers: [], events: [] },
    ...fields,
  };
}

/** A container that is well. */
export function buildContainer(fields: Partial<Container> = {}): Container {
  return { name: "app", isInit: false, image: "nginx:1", restartCount: 0, ports: [], ...fields };
}

const state: fc.Arbitrary<ContainerState | undefined> = fc.option(
  fc.record({
    state: fc.constantFrom("Running", "Waiting", "Terminated"),
    reason: fc.constantFrom("OOMKilled", ""),
  }),
  { nil: undefined },
);

/** Any row of the instances `eci-0` to `eci-5`, whole or not. */
export const anyRow: fc.Arbitrary<Instance> = fc
  .record({
    number: fc.nat(5),
    isWhole: fc.boolean(),
    status: fc.constantFrom("Running", "Failed", "Pending"),
    restarts: fc.nat(2),
    currentState: state,
    zone: fc.constantFrom("a", "b"),
    address: fc.constantFrom("10.0.0.1", "10.0.0.2", undefined),
  })
  .map(({ number, isWhole, status, restarts, currentState, zone, address }) =>
    buildInstance({
      id: `eci-${number}`,
      isWhole,
      status,
      privateIp: address,
      containers: [buildContainer({ restartCount: restarts, currentState })],
      ...(isWhole ? { zoneId: zone, tags: [{ key: "zone", value: zone }] } : {}),
    }),
  );
