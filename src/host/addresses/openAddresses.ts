import type * as vscode from "vscode";
import { createAddressHistory, type SeenInstance } from "../../task/addresses/addressHistory.ts";
import {
  buildAddressIndex,
  findAddressOwner,
  type AddressAnswer,
  type AddressIndex,
  type AddressQuestion,
} from "../../task/addresses/addressIndex.ts";
import { createEmitter } from "../../eci/emitter.ts";
import type { TaskLedger } from "../../task/taskLedger.ts";

/** Which instance has or had an address, by all that the lists have shown so far and by the tasks. */
export type Addresses = {
  readonly find: (address: string, question?: AddressQuestion) => AddressAnswer | undefined;
  /** Calls back, seldom, when answers may have changed. */
  readonly onDidChange: (listener: () => void) => () => void;
  readonly dispose: () => void;
};

export type AddressesDeps = {
  /** Every instance that is listed now. */
  readonly instances: () => Iterable<SeenInstance>;
  /** Calls back after the lists changed; the function it gives ends that. */
  readonly onChangeOfInstances: (listener: () => void) => () => void;
  /** Fires with the account whose lists are dropped, or with nothing for all. */
  readonly onDidInvalidate: vscode.Event<string | undefined>;
  readonly ledger: Pick<TaskLedger, "tasks" | "onChange">;
};

/** Lists come in pages, and so do changes. */
const settleMs = 1_000;

/** Follows the lists and the tasks; what they amount to is put together when somebody asks. */
export function openAddresses(deps: AddressesDeps): Addresses {
  const { instances, onChangeOfInstances, onDidInvalidate, ledger } = deps;
  const history = createAddressHistory();
  const changes = createEmitter<undefined>();
  let index: AddressIndex | undefined;
  let timer: NodeJS.Timeout | undefined;

  /** What is listed now is taken in before another list takes its place. */
  const observe = (): void => {
    clearTimeout(timer);
    timer = undefined;
    history.observe(instances(), Date.now());
    index = undefined;
    changes.emit(undefined);
  };
  const stopWatching = onChangeOfInstances(() => {
    timer ??= setTimeout(observe, settleMs);
  });
  const invalidation = onDidInvalidate((accountId) => {
    history.forget(accountId);
    index = undefined;
  });
  const stopFollowing = ledger.onChange(({ before, after }) => {
    if (before?.target !== after?.target) index = undefined;
  });
  return {
    find: (address, question = {}) => {
      if (timer) observe();
      index ??= buildAddressIndex(history.holdings(), ledger.tasks());
      return findAddressOwner(index, address, question);
    },
    onDidChange: (listener) => changes.on(listener),
    dispose: () => {
      clearTimeout(timer);
      stopFollowing();
      stopWatching();
      void invalidation.dispose();
    },
  };
}
