export interface StreamMessage {
  readonly id: string | null;
  /** The stream's own name for the message; `message` when it has none. */
  readonly name: string;
  readonly data: string;
}

interface ReadOptions {
  readonly lastEventId: string | null;
  readonly signal: AbortSignal;
  /** Called for whatever arrives, heartbeats included. */
  readonly onBytes: () => void;
  readonly onMessage: (message: StreamMessage) => void;
}

/**
 * Reads a server-sent event stream until it ends. Read with fetch, because the browser's EventSource hides the
 * heartbeat comments, and without those a dead connection can't be told from a quiet one.
 * @throws when the stream can't be opened or breaks
 */
export async function readEvents(url: string, options: ReadOptions): Promise<void> {
  const headers: Record<string, string> = { accept: 'text/event-stream' };
  if (options.lastEventId !== null) headers['last-event-id'] = options.lastEventId;
  const response = await fetch(url, { headers, credentials: 'same-origin', cache: 'no-store', signal: options.signal });
  if (!response.ok || response.body === null) throw new Error(`The event stream answered ${response.status}`);
  options.onBytes();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    options.onBytes();
    const blocks = (rest + value).replaceAll('\r\n', '\n').split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const message = parseBlock(block);
      if (message !== null) options.onMessage(message);
    }
  }
}

/** One message of the stream; null for a comment. */
export function parseBlock(block: string): StreamMessage | null {
  let id: string | null = null;
  let name = 'message';
  const data: string[] = [];
  for (const line of block.split('\n')) {
    if (line.startsWith('id:')) id = line.slice(3).trim();
    if (line.startsWith('event:')) name = line.slice(6).trim();
    if (line.startsWith('data:')) data.push(line.slice(5).replace(/^ /, ''));
  }
  return data.length === 0 ? null : { id, name, data: data.join('\n') };
}
