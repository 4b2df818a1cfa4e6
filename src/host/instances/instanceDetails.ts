import * as vscode from "vscode";
import { findLastExit } from "../../eci/health.ts";
import type { Container, ContainerState, Instance } from "../../eci/model.ts";
import { toAge } from "./age.ts";
import type { DetailNode } from "./instanceNode.ts";

type Row = readonly [name: string, label: string, value: string | number | undefined];

function toRows(prefix: string, rows: readonly Row[]): DetailNode[] {
  return rows.flatMap(([name, label, value]) =>
    value === undefined || value === ""
      ? []
      : [{ kind: "detail" as const, id: `${prefix}/${name}`, label, value: String(value) }],
  );
}

const join = (parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined && part !== "").join(", ");

/** How a container ended or why it waits, in one line: "OOMKilled, exit code 137, signal 9". */
export function toStateText(state: ContainerState | undefined): string | undefined {
  if (!state) return undefined;
  const text = join([
    state.reason ?? state.state,
    state.exitCode === undefined ? undefined : vscode.l10n.t("exit code {0}", state.exitCode),
    state.signal === undefined || state.signal === 0 ? undefined : vscode.l10n.t("signal {0}", state.signal),
    state.message,
  ]);
  return text === "" ? undefined : text;
}

/** The last bad end of a container: of the run before, or of this one when it has ended. */
export function toLastExit(container: Container): string | undefined {
  return toStateText(findLastExit(container));
}

function toSizeText(cpu: number | undefined, memoryGib: number | undefined): string | undefined {
  const parts = [
    cpu === undefined ? undefined : vscode.l10n.t("{0} vCPU", cpu),
    memoryGib === undefined ? undefined : vscode.l10n.t("{0} GiB", memoryGib),
  ];
  return join(parts);
}

/** The facts of an instance as rows, the absent ones left out. */
export function toInstanceDetails(accountId: string, instance: Instance, nowMs: number): DetailNode[] {
  const restarts = instance.containers.reduce((sum, { restartCount }) => sum + restartCount, 0);
  const address = join([instance.privateIp, instance.internetIp, instance.ipv6Address]);
  return toRows(`${accountId}/${instance.id}`, [
    ["status", vscode.l10n.t("Status"), instance.status],
    ["address", vscode.l10n.t("Address"), address],
    ["size", vscode.l10n.t("Size"), toSizeText(instance.cpu, instance.memoryGib)],
    ["created", vscode.l10n.t("Created"), toAge(instance.createdAt, nowMs)],
    ["restarts", vscode.l10n.t("Restarts"), restarts],
    ["zone", vscode.l10n.t("Zone"), instance.zoneId],
    ["vSwitch", vscode.l10n.t("vSwitch"), instance.vSwitchId],
    ["securityGroup", vscode.l10n.t("Security group"), instance.securityGroupId],
    ["restartPolicy", vscode.l10n.t("Restart policy"), instance.restartPolicy],
    ["tags", vscode.l10n.t("Tags"), join(instance.tags.map(({ key, value }) => `${key}=${value}`))],
  ]);
}

/** The facts of a container as rows, the absent ones left out. */
export function toContainerDetails(
  accountId: string,
  instance: Instance,
  container: Container,
): DetailNode[] {
  const ports = join(container.ports.map(({ port, protocol }) => `${port}/${protocol}`));
  return toRows(`${accountId}/${instance.id}/${container.isInit ? "init" : "container"}/${container.name}`, [
    ["state", vscode.l10n.t("State"), toStateText(container.currentState)],
    ["image", vscode.l10n.t("Image"), container.image],
    ["size", vscode.l10n.t("Size"), toSizeText(container.cpu, container.memoryGib)],
    ["restarts", vscode.l10n.t("Restarts"), container.restartCount],
    ["lastExit", vscode.l10n.t("Last exit"), toLastExit(container)],
    ["ports", vscode.l10n.t("Ports"), ports],
  ]);
}
