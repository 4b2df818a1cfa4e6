import type { Container, ContainerState, Instance } from "../model.ts";

/**
 * What is known of an instance once a row of it has come. A row that is not whole brings the state alone: what a whole
 * one told before stays. Gives `known` itself where the row says nothing new, so that nobody draws it again.
 */
export function mergeInstance(known: Instance | undefined, row: Instance): Instance {
  if (known === undefined) return row;
  if (row.isWhole) return row.namespace === undefined ? { ...row, namespace: known.namespace } : row;
  if (saysNothingNew(known, row)) return known;
  if (!known.isWhole) return row;
  return {
    ...known,
    name: row.name === "" ? known.name : row.name,
    namespace: row.namespace ?? known.namespace,
    status: row.status,
    privateIp: row.privateIp ?? known.privateIp,
    containers: known.containers.map((container) => mergeContainer(container, row.containers)),
  };
}

function mergeContainer(known: Container, rows: readonly Container[]): Container {
  const row = known.isInit ? undefined : rows.find(({ name }) => name === known.name);
  if (row === undefined || isSameContainer(known, row)) return known;
  const { ready, restartCount, previousState } = row;
  return { ...known, ready, restartCount, currentState: row.currentState, previousState };
}

function saysNothingNew(known: Instance, row: Instance): boolean {
  return (
    row.status === known.status &&
    (row.name === known.name || row.name === "") &&
    (row.privateIp === known.privateIp || row.privateIp === undefined) &&
    (row.namespace === known.namespace || row.namespace === undefined) &&
    (known.isWhole || row.containers.length === known.containers.length) &&
    row.containers.every((container) => {
      const same = known.containers.find(({ name, isInit }) => name === container.name && !isInit);
      // A whole instance lists its containers itself: one that the row alone names changes nothing.
      return same === undefined ? known.isWhole : isSameContainer(same, container);
    })
  );
}

function isSameContainer(known: Container, row: Container): boolean {
  return (
    known.restartCount === row.restartCount &&
    known.ready === row.ready &&
    isSameState(known.currentState, row.currentState) &&
    isSameState(known.previousState, row.previousState)
  );
}

/** A running state's start is told by a whole instance alone. */
function isSameState(known: ContainerState | undefined, row: ContainerState | undefined): boolean {
  if (known === undefined || row === undefined) return known === row;
  return (
    known.state === row.state &&
    known.reason === row.reason &&
    known.exitCode === row.exitCode &&
    known.signal === row.signal &&
    known.finishTime === row.finishTime
  );
}
