/** The signals that end a process, by Linux's numbers whatever computer asks (signal(7)). */
export const signalNames: ReadonlyMap<number, string> = new Map([
  [1, "SIGHUP"],
  [2, "SIGINT"],
  [3, "SIGQUIT"],
  [4, "SIGILL"],
  [5, "SIGTRAP"],
  [6, "SIGABRT"],
  [7, "SIGBUS"],
  [8, "SIGFPE"],
  [9, "SIGKILL"],
  [11, "SIGSEGV"],
  [13, "SIGPIPE"],
  [14, "SIGALRM"],
  [15, "SIGTERM"],
  [24, "SIGXCPU"],
  [25, "SIGXFSZ"],
  [31, "SIGSYS"],
]);

const coreSignals = new Set([3, 4, 5, 6, 7, 8, 11, 24, 25, 31]);

/** Whether a signal's default action leaves a core. */
export function leavesCore(signal: number | undefined): boolean {
  return signal !== undefined && coreSignals.has(signal);
}
