import { ExportError } from "../../../capture/export/exportError.ts";
import { fileFormatHeadBytes, readFileFormat, type FileFormat } from "../../../capture/fileFormat.ts";
import { createCaptureSession, type CaptureSession } from "../../../capture/session/captureSession.ts";
import type { Matched, PacketList } from "../../../capture/session/packetList.ts";
import { SessionError } from "../../../capture/session/sessionError.ts";
import { openWorkerFile, type OpenedFile } from "./openedFile.ts";
import { toWorkerFailure } from "./workerFailure.ts";
import { writeExport } from "./writeExport.ts";
import type { FromWorker, LookUp, ToWorker, WriteRequest } from "./workerMessages.ts";

/** Answers what is said to a worker. */
export type CaptureServer = {
  /** Never throws: each failure is an answer. */
  take(message: ToWorker): void;
  /** Ends everything, and resolves when no file is open any more. */
  close(): Promise<void>;
};

type Open = {
  /** Whether nothing was opened since: what is told of an older file would be taken for this one's. */
  readonly isCurrent: () => boolean;
  readonly file: OpenedFile;
  readonly session: CaptureSession;
  readonly lists: Map<number, PacketList>;
  /** Requests that are under way: the file stays open for them. */
  readonly pending: Set<Promise<void>>;
};

type Opening = Extract<ToWorker, { type: "open" }>;

/** A server without a file; `post` takes what it says. */
export function createCaptureServer(post: (message: FromWorker) => void): CaptureServer {
  const listIds = new Set<number>();
  const writes = new Map<number, AbortController>();
  const closings = new Set<Promise<void>>();
  let current: Promise<Open | undefined> = Promise.resolve(undefined);
  let generation = 0;
  let lastFilterId = 0;
  const nextFilterId = () => (lastFilterId += 1);

  const addList = (open: Open, list: number) => {
    if (open.lists.has(list)) return;
    const tellMatched = (matched: Matched) => {
      if (open.isCurrent()) post({ type: "matched", list, ...matched });
    };
    open.lists.set(list, open.session.createList({ nextFilterId, tellMatched }));
  };

  const open = async (
    { file: named, request }: Opening,
    isCurrent: () => boolean,
  ): Promise<Open | undefined> => {
    let file: OpenedFile;
    try {
      file = await openWorkerFile(named);
    } catch (error) {
      if (isCurrent()) post({ type: "refused", failure: toWorkerFailure(error) });
      return undefined;
    }
    const session = createCaptureSession({
      source: file.source,
      firstPass: file.firstPass,
      openPass: file.openPass,
      pause: () => new Promise((resolve) => setImmediate(resolve)),
      now: () => performance.now(),
      request,
      lost: () => {
        if (isCurrent()) post({ type: "lost" });
      },
    });
    const opened: Open = { isCurrent, file, session, lists: new Map(), pending: new Set() };
    for (const list of listIds) addList(opened, list);
    const reading = session.read((progress) => {
      if (isCurrent()) post({ type: "progress", sizeBytes: file.sizeBytes, ...progress });
    });
    const read = reading.catch(async (error: unknown) => {
      if (!isCurrent()) return;
      const failure = toWorkerFailure(error, await readFormat(file));
      // What is no capture was not stopped on the way.
      const stop = failure.kind === "capture" ? undefined : { stoppedAtBytes: file.firstPass.readBytes() };
      post({ type: "refused", failure, ...stop });
    });
    track(opened, read).catch(() => undefined);
    return opened;
  };

  const close = async (opened: Open | undefined): Promise<void> => {
    if (!opened) return;
    opened.session.dispose();
    for (const list of opened.lists.values()) list.dispose();
    while (opened.pending.size > 0) await Promise.all(opened.pending);
    await opened.file.close();
  };

  const replace = (next: (isCurrent: () => boolean) => Promise<Open | undefined>) => {
    generation += 1;
    const own = generation;
    const closing = current.then(close).catch(() => undefined);
    closings.add(closing);
    closing.finally(() => closings.delete(closing)).catch(() => undefined);
    current = next(() => own === generation);
  };

  const answer = async (message: Extract<ToWorker, { type: "ask" }>): Promise<void> => {
    const { id, list, request } = message;
    try {
      const opened = await current;
      const packets = opened?.lists.get(list);
      if (!opened || !packets) throw new SessionError("closed");
      const value =
        request.type === "write" ? write(opened, packets, id, request) : lookUp(opened, packets, request);
      await track(
        opened,
        value.then(
          (done) => post({ type: "done", id, value: done }),
          (error: unknown) => post({ type: "failed", id, failure: toWorkerFailure(error) }),
        ),
      );
    } catch (error) {
      post({ type: "failed", id, failure: toWorkerFailure(error) });
    }
  };

  const write = async ({ session, file }: Open, list: PacketList, id: number, request: WriteRequest) => {
    const abort = new AbortController();
    writes.set(id, abort);
    try {
      const { path, format, isShare } = request;
      const assertFresh = () => {
        if (file.hasChanged()) throw new ExportError("fileChanged");
      };
      return await writeExport(session, { list, format, isShare, signal: abort.signal }, path, assertFresh);
    } finally {
      writes.delete(id);
    }
  };

  return {
    take: (message) => {
      switch (message.type) {
        case "open":
          replace((isCurrent) => open(message, isCurrent));
          return;
        case "addList":
          listIds.add(message.list);
          withOpen(current, (opened) => addList(opened, message.list));
          return;
        case "removeList":
          listIds.delete(message.list);
          withOpen(current, ({ lists }) => {
            lists.get(message.list)?.dispose();
            lists.delete(message.list);
          });
          return;
        case "ask":
          answer(message).catch(() => undefined);
          return;
        case "cancel":
          writes.get(message.id)?.abort();
          return;
      }
    },
    close: async () => {
      for (const abort of writes.values()) abort.abort();
      replace(() => Promise.resolve(undefined));
      await Promise.all(closings);
    },
  };
}

async function lookUp({ session }: Open, list: PacketList, request: LookUp): Promise<unknown> {
  switch (request.type) {
    case "rows":
      return list.rows(request.from, request.count);
    case "packet":
      return session.packet(request.number);
    case "filter":
      return { filterId: list.setFilter(request.expression) };
    case "place":
      return { row: await list.place(request.number) };
    case "conversations":
      return session.conversations.read(request);
    case "stream":
      return session.streams.read(request.conversation, request.from, request.count);
  }
}

/** Keeps the file open until it has settled. */
function track(opened: Open, work: Promise<void>): Promise<void> {
  opened.pending.add(work);
  const settled = () => {
    opened.pending.delete(work);
  };
  return work.then(settled, settled);
}

function withOpen(current: Promise<Open | undefined>, act: (opened: Open) => void): void {
  current.then((opened) => opened && act(opened)).catch(() => undefined);
}

async function readFormat({ source }: OpenedFile): Promise<FileFormat> {
  try {
    return readFileFormat(await source.read(0, fileFormatHeadBytes));
  } catch {
    return "unknown";
  }
}
