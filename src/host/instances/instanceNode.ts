import type { Account } from "../../account/account.ts";
import type { AccountTrouble } from "../accounts/accountHealth.ts";
import type { Container, Instance } from "../../eci/model.ts";

export type AccountNode = {
  readonly kind: "account";
  readonly account: Account;
  /** Why it cannot sign in; absent where nothing is known to be wrong. */
  readonly trouble?: AccountTrouble;
};
export type RegionNode = { readonly kind: "region"; readonly account: Account; readonly regionId: string };
/** Commands of the instances view take this; so may other parts that know an instance. */
export type InstanceNode = {
  readonly kind: "instance";
  readonly accountId: string;
  readonly instance: Instance;
};
export type ContainerNode = {
  readonly kind: "container";
  readonly accountId: string;
  readonly instance: Instance;
  readonly container: Container;
};
/** One fact of an instance or a container: what it is, and its value (hostile text until shown as plain text). */
export type DetailNode = {
  readonly kind: "detail";
  readonly id: string;
  readonly label: string;
  readonly value: string;
};
/** What instances have in common: one value of what the rows are grouped by. */
export type GroupNode = {
  readonly kind: "group";
  readonly id: string;
  readonly accountId: string;
  readonly label: string;
  readonly instances: readonly Instance[];
};
/** Some of a long list. */
export type RangeNode = {
  readonly kind: "range";
  readonly id: string;
  readonly accountId: string;
  /** The place of its first row in the list, from 1. */
  readonly first: number;
  readonly instances: readonly Instance[];
};
/** A row that says why nothing stands here, and what to do next. */
export type MessageNode = {
  readonly kind: "message";
  readonly id: string;
  readonly label: string;
  /** What to do next; the row's tooltip shows it below the label. */
  readonly tooltip: string;
  readonly icon: "info" | "warning" | "error";
  readonly command?: { readonly id: string; readonly title: string; readonly argument: unknown } | undefined;
  readonly contextValue: string;
};

/** A row of the instances view. */
export type InstanceTreeNode =
  AccountNode | RegionNode | GroupNode | RangeNode | InstanceNode | ContainerNode | DetailNode | MessageNode;
