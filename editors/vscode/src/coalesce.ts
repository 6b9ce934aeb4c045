/** Timing that several parts share: one run at a time, and waiting until the writer pauses. Pure. */

/**
 * A job that is asked for from many places and never runs twice at once. A call during a run makes one more run
 * follow it, however many calls there were; each caller waits for a run that began after its call.
 */
export class Coalesced {
  private current: Promise<void> | undefined;
  private next: Promise<void> | undefined;

  constructor(private readonly job: () => Promise<void>) {}

  run(): Promise<void> {
    if (this.next !== undefined) {
      return this.next;
    }
    if (this.current === undefined) {
      this.current = this.begin();
      return this.current;
    }
    this.next = this.current
      .catch(() => undefined)
      .then(() => {
        this.next = undefined;
        this.current = this.begin();
        return this.current;
      });
    return this.next;
  }

  private begin(): Promise<void> {
    const run: Promise<void> = this.job().finally(() => {
      if (this.current === run) {
        this.current = undefined;
      }
    });
    return run;
  }
}

/** Calls `action` once `pause` milliseconds after the last `poke`. */
export class Debounced {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly pause: number,
    private readonly action: () => void,
  ) {}

  poke(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.action, this.pause);
  }

  dispose(): void {
    clearTimeout(this.timer);
  }
}
