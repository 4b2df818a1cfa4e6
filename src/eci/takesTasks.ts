/** Whether the service takes a task for an instance of this status; of a status that is new here nothing is known, so it may. */
export function takesTasks(status: string): boolean {
  return !["Scheduling", "ScheduleFailed", "Succeeded", "Failed", "Expired", "Terminating"].includes(status);
}
