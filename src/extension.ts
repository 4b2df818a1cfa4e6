import * as vscode from "vscode";
import { registerAccountCommands } from "./host/accounts/accountCommands.ts";
import { registerAccountStatusBar } from "./host/accounts/accountStatusBar.ts";
import { toAccountText } from "./host/accounts/accountTexts.ts";
import { openAddresses } from "./host/addresses/openAddresses.ts";
import { toOwnerLine } from "./host/addresses/ownerTexts.ts";
import { openAccounts } from "./host/accounts/openAccounts.ts";
import { registerCaptureView } from "./host/captures/view/registerCaptureView.ts";
import { registerCaptureForm } from "./host/captures/registerCaptureForm.ts";
import { registerInstanceDetails } from "./host/details/registerInstanceDetails.ts";
import { toErrorText } from "./host/errors/errorText.ts";
import { createShowError, type ShowError } from "./host/errors/showError.ts";
import { toStorageError } from "./host/errors/toStorageError.ts";
import { registerInstances } from "./host/instances/registerInstances.ts";
import { openLog, type Log } from "./host/log.ts";
import { registerLogs } from "./host/logs/registerLogs.ts";
import { confirmProduction } from "./host/tasks/confirmProduction.ts";
import { openTasks } from "./host/tasks/openTasks.ts";
import { registerTasks } from "./host/tasks/registerTasks.ts";
import { startTimer } from "./host/tasks/startTimer.ts";
import { toTaskTarget } from "./host/tasks/taskTarget.ts";

/* Bundles of their own: many sessions of the editor open no form, no capture, no log and no details, and ask the cloud nothing. */
const loadCloud = () => import("./host/accounts/cloudParts.ts");
const loadAccountActions = () => import("./host/accounts/accountActions.ts");
const loadInstanceDialogs = () => import("./host/instances/instanceDialogs.ts");
const loadFormParts = () => import("./host/captures/captureFormParts.ts");
const loadDetailParts = () => import("./host/details/detailParts.ts");
const loadLogParts = () => import("./host/logs/logParts.ts");
const loadDownload = () => import("./task/download/downloadResult.ts");
const loadCaptureView = () => import("./host/captures/view/openCaptureView.ts");

/** Opens the extension; where it cannot keep its files, it says so. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = openLog();
  const showError = createShowError(log);
  context.subscriptions.push(
    log,
    vscode.commands.registerCommand("eciOps.showLog", () => log.show()),
  );
  try {
    await openParts(context, log, showError);
  } catch (error) {
    // The message may stand as long as nobody closes it.
    showError(toStorageError(error, context.globalStorageUri.fsPath)).catch(log.error);
    throw error;
  }
}

/** Builds the parts in the order in which data flows, and registers them. */
async function openParts(context: vscode.ExtensionContext, log: Log, showError: ShowError): Promise<void> {
  const { extensionUri, globalState, globalStorageUri, subscriptions } = context;
  const accounts = openAccounts(context, loadCloud);
  const { store } = accounts;
  const clientFor = accounts.clients.clientFor.bind(accounts.clients);
  const instances = registerInstances({
    accounts,
    memento: globalState,
    loadDialogs: loadInstanceDialogs,
    log,
  });
  const findInstance = instances.store.find.bind(instances.store);
  subscriptions.push(
    accounts,
    registerAccountCommands({ ...accounts, clientFor, showError, log, loadActions: loadAccountActions }),
    registerAccountStatusBar(store, accounts.health),
    instances,
  );

  const tasks = await openTasks(globalStorageUri.fsPath, { accounts, loadDownload, log });
  const { ledger, runner, downloads } = tasks;
  const addresses = openAddresses({
    instances: () => instances.store.all(),
    onChangeOfInstances: (listener) => instances.store.onChange(listener),
    onDidInvalidate: accounts.onDidInvalidate,
    ledger,
  });
  subscriptions.push(
    tasks,
    addresses,
    registerTasks({
      ledger,
      runner,
      downloads,
      pickInstance: () => instances.pick(vscode.l10n.t("Which instance?")),
      findInstance,
      showError,
      log,
      reportCapture: async (task) => (await loadCaptureView()).reportCapture(task, { extensionUri }),
    }),
    registerCaptureView(loadCaptureView, {
      extensionUri,
      log,
      tasks: () => ledger.tasks(),
      addresses,
    }),
    registerCaptureForm({
      extensionUri,
      loadFormParts,
      memento: globalState,
      log,
      findInstance,
      pickInstance: instances.pick,
      accountName: (accountId) => {
        const account = store.find(accountId);
        return account ? toAccountText(account) : "";
      },
      isDemo: (accountId) => store.find(accountId)?.kind === "demo",
      endpointFor: accounts.clients.endpointFor.bind(accounts.clients),
      startCapture: runner.startCapture.bind(runner),
      confirmProduction,
      whose: (address) => {
        const answer = addresses.find(address);
        return answer && toOwnerLine(answer);
      },
      showError,
    }),
    registerLogs({
      loadLogParts,
      pickInstance: () => instances.pick(vscode.l10n.t("The log of which instance?")),
      ...{ clientFor, showError, toErrorText, startTimer, log },
    }),
    registerInstanceDetails({
      extensionUri,
      loadDetailParts,
      pickInstance: () => instances.pick(vscode.l10n.t("Show which instance?")),
      account: (accountId) => {
        const account = store.find(accountId);
        return { name: account ? toAccountText(account) : "", isDemo: account?.kind === "demo" };
      },
      ...{ clientFor, showError, toErrorText, startTimer, log },
    }),
    accounts.onDidInvalidate(() => void runner.resume()),
    accounts.health.onDidMend(() => void runner.resume()),
    instances.onDidOpen((node) => {
      runner.lookForTasks(toTaskTarget(node)).catch(log.warn);
    }),
  );
  runner.resume();
}
