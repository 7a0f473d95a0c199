/** What a client asks of an SFTP server, as the faults and the counts name it. */
export type SftpRequest =
  | 'open' | 'read' | 'write' | 'close' | 'list' | 'stat' | 'setstat' | 'rename' | 'remove' | 'mkdir' | 'realpath';

/** Something that goes wrong on purpose. All conditions have to hold; the first fault that fits is taken. */
export interface SftpFault {
  readonly what:
    /** Never answers. */
    | 'hang'
    /** Answers a read with few bytes after a pause; other requests after the pause. */
    | 'drip'
    /** Closes the connection instead of answering. */
    | 'cut'
    /** Answers a read as if the file ended there: a transfer that looks whole and is not. */
    | 'end'
    /** No permission. */
    | 'refuse'
    /** Fails without a reason (status 4). */
    | 'fail'
    /** Tells a size that is `bytes` too big, in listings and to `stat`. */
    | 'size';
  readonly on?: SftpRequest;
  /** As the client names it; of a listing the folder, of a rename the old path. */
  readonly path?: string;
  /** Only reads that reach beyond so many bytes of the file. */
  readonly afterBytes?: number;
  /** The fault goes away after so many hits; never, when absent. */
  readonly times?: number;
  /** `drip`: bytes a read gets, 16 unless told; `size`: bytes too many, 1 unless told. */
  readonly bytes?: number;
  /** `drip`: the pause before each answer, milliseconds; 20 unless told. */
  readonly everyMs?: number;
}

/** The faults in force, and how often each kind of request came. */
export class SftpFaults {
  readonly counts: Record<SftpRequest, number> = {
    open: 0, read: 0, write: 0, close: 0, list: 0, stat: 0, setstat: 0, rename: 0, remove: 0, mkdir: 0, realpath: 0,
  };
  private readonly standing = new Map<SftpFault, number>();

  add(fault: SftpFault): void {
    this.standing.set(fault, fault.times ?? Number.POSITIVE_INFINITY);
  }

  clear(): void {
    this.standing.clear();
  }

  /**
   * Counts a request and finds what is to go wrong with it.
   * @param upTo - a read's last byte, counted from the file's beginning
   */
  hit(on: SftpRequest, path: string, upTo = Number.POSITIVE_INFINITY): SftpFault | null {
    this.counts[on] += 1;
    return this.take((fault) => fault.what !== 'size' && (fault.on ?? on) === on && (fault.path ?? path) === path &&
      (fault.afterBytes === undefined || (on === 'read' && upTo > fault.afterBytes)));
  }

  /** Bytes that a file's size is told too big. */
  wrongSize(path: string): number {
    const fault = this.take(({ what, path: of }) => what === 'size' && (of ?? path) === path);
    return fault ? fault.bytes ?? 1 : 0;
  }

  private take(fits: (fault: SftpFault) => boolean): SftpFault | null {
    for (const [fault, left] of this.standing) {
      if (!fits(fault)) continue;
      if (left > 1) this.standing.set(fault, left - 1);
      else this.standing.delete(fault);
      return fault;
    }
    return null;
  }
}
