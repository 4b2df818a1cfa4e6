import * as vscode from "vscode";

/** Where the user went instead of answering. */
export type Departure = "back" | "cancelled";

/** One question of several; it keeps its answer itself and says where to go. */
export type Step = (place: StepPlace) => Promise<"next" | Departure>;

export type StepPlace = { readonly title: string; readonly step: number; readonly totalSteps: number };

export type TextQuestion = {
  readonly prompt: string;
  readonly value?: string | undefined;
  readonly placeholder?: string | undefined;
  readonly isSecret?: boolean | undefined;
  /** The complaint about an answer, undefined when it is fine. */
  readonly check: (text: string) => string | undefined;
};

/** Asks the steps in order, with a Back button on all but the first; false when the user gave up. An answer may change which steps follow. */
export async function runSteps(title: string, steps: () => readonly Step[]): Promise<boolean> {
  let index = 0;
  for (let step = steps()[index]; step; step = steps()[index]) {
    const answer = await step({ title, step: index + 1, totalSteps: steps().length });
    if (answer === "cancelled") return false;
    index += answer === "back" ? -1 : 1;
  }
  return true;
}

/** Asks for a text until it passes its check; focus elsewhere doesn't lose what was typed. */
export async function askText(
  place: StepPlace,
  question: TextQuestion,
): Promise<{ readonly text: string } | Departure> {
  const input = vscode.window.createInputBox();
  Object.assign(input, place);
  input.prompt = question.prompt;
  input.value = question.value ?? "";
  input.placeholder = question.placeholder;
  input.password = question.isSecret ?? false;
  input.ignoreFocusOut = true;
  input.buttons = place.step > 1 ? [vscode.QuickInputButtons.Back] : [];
  const showComplaint = (): string | undefined => {
    const complaint = question.check(input.value);
    input.validationMessage = complaint;
    return complaint;
  };
  try {
    return await new Promise((resolve) => {
      input.onDidChangeValue(() => {
        // Complaints begin when there is something to complain about.
        if (input.value === "") input.validationMessage = undefined;
        else showComplaint();
      });
      input.onDidAccept(() => {
        if (showComplaint() === undefined) resolve({ text: input.value.trim() });
      });
      input.onDidTriggerButton(() => resolve("back"));
      input.onDidHide(() => resolve("cancelled"));
      input.show();
    });
  } finally {
    input.dispose();
  }
}

/** Asks for one of several; an item that is disabled is seen and cannot be chosen. */
export async function askChoice<T extends vscode.QuickPickItem & { readonly isDisabled?: boolean }>(
  place: StepPlace,
  placeholder: string,
  items: readonly T[],
): Promise<T | Departure> {
  const pick = vscode.window.createQuickPick<T>();
  Object.assign(pick, place);
  pick.placeholder = placeholder;
  pick.items = items;
  pick.ignoreFocusOut = true;
  pick.buttons = place.step > 1 ? [vscode.QuickInputButtons.Back] : [];
  try {
    return await new Promise((resolve) => {
      pick.onDidAccept(() => {
        const [choice] = pick.selectedItems;
        if (choice && choice.isDisabled !== true) resolve(choice);
      });
      pick.onDidTriggerButton(() => resolve("back"));
      pick.onDidHide(() => resolve("cancelled"));
      pick.show();
    });
  } finally {
    pick.dispose();
  }
}
