import { openTaskWindow } from "../../unit/task/taskBed.ts";

/* A window as a process: fetches the result of the task that its arguments name and says when bytes have come. */
const [folder = "", endpoint = "", accessKeyId = "", accessKeySecret = "", taskId = ""] =
  process.argv.slice(2);
const window = await openTaskWindow(folder, endpoint, { accessKeyId, accessKeySecret });
window.downloads.onProgress((id) => {
  const { receivedBytes = 0 } = window.downloads.progress(id) ?? {};
  if (receivedBytes > 0) console.log(receivedBytes);
});
await window.downloads.start(taskId);
