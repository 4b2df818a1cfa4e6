import * as vscode from "vscode";

/** A message that was shown, with its buttons. */
export type Shown = { readonly message: string; readonly titles: readonly string[] };

type Handler = (...args: unknown[]) => unknown;

/** What the extension asks of the editor, written down; nobody stands before the editor that could see or answer it. */
export type RecordedEditor = {
  readonly shown: Shown[];
  /** Items of the quick picks that were shown. */
  readonly picks: (readonly vscode.QuickPickItem[])[];
  readonly statusBarItems: vscode.StatusBarItem[];
  readonly statusBarMessages: string[];
  /** The button to press in the next messages; each is used once, by the first message that has it. */
  readonly answers: string[];
  /** Runs a command that was registered under the recording; the real editor has one of this name from the running extension. */
  readonly run: (command: string, ...args: unknown[]) => Promise<void>;
  readonly readText: (uri: vscode.Uri) => Promise<string>;
  readonly restore: () => void;
};

function replace<T extends object>(target: T, changes: Partial<T>): () => void {
  const before = Object.fromEntries(Object.keys(changes).map((key) => [key, target[key as keyof T]]));
  Object.assign(target, changes);
  return () => {
    Object.assign(target, before);
  };
}

/** Records from now on until `restore`; whatever is not recorded stays the real editor. */
export function recordEditor(): RecordedEditor {
  const shown: Shown[] = [];
  const picks: (readonly vscode.QuickPickItem[])[] = [];
  const answers: string[] = [];
  const statusBarItems: vscode.StatusBarItem[] = [];
  const statusBarMessages: string[] = [];
  const handlers = new Map<string, Handler>();
  const providers: vscode.TextDocumentContentProvider[] = [];
  const show = (message: string, ...rest: unknown[]): Promise<string | undefined> => {
    const titles = rest.filter((title) => typeof title === "string");
    shown.push({ message, titles });
    const index = answers.findIndex((answer) => titles.includes(answer));
    return Promise.resolve(index < 0 ? undefined : answers.splice(index, 1)[0]);
  };
  const { createStatusBarItem } = vscode.window;
  const restores = [
    replace(vscode.window, {
      showInformationMessage: show,
      showWarningMessage: show,
      showErrorMessage: show,
      showQuickPick: ((items: readonly vscode.QuickPickItem[]) => {
        picks.push(items);
        return Promise.resolve(items[0]);
      }) as unknown as typeof vscode.window.showQuickPick,
      setStatusBarMessage: (text: string) => {
        statusBarMessages.push(text);
        return new vscode.Disposable(() => undefined);
      },
      createStatusBarItem: ((...args: [string, vscode.StatusBarAlignment]) => {
        const item = createStatusBarItem(...args);
        statusBarItems.push(item);
        return item;
      }) as typeof vscode.window.createStatusBarItem,
    }),
    replace(vscode.commands, {
      registerCommand: (command: string, handler: Handler) => {
        handlers.set(command, handler);
        return new vscode.Disposable(() => handlers.delete(command));
      },
    }),
    replace(vscode.workspace, {
      registerTextDocumentContentProvider: (
        _scheme: string,
        provider: vscode.TextDocumentContentProvider,
      ) => {
        providers.push(provider);
        return new vscode.Disposable(() => undefined);
      },
    }),
  ];
  return {
    shown,
    picks,
    statusBarItems,
    statusBarMessages,
    answers,
    async run(command, ...args) {
      const handler = handlers.get(command);
      if (!handler) throw new Error(`${command} was not registered.`);
      await handler(...args);
    },
    async readText(uri) {
      const { token } = new vscode.CancellationTokenSource();
      return String(await providers[0]?.provideTextDocumentContent(uri, token));
    },
    restore: () => {
      for (const restore of restores) restore();
    },
  };
}
