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
export type LoadMoreNode = {
  readonly kind: "loadMore";
  readonly accountId: string;
  readonly regionId: string;
  readonly shown: number;
  readonly total: number | undefined;
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
  AccountNode | RegionNode | InstanceNode | ContainerNode | DetailNode | LoadMoreNode | MessageNode;
