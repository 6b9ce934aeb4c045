/** Counts crashes, so that a server that cannot live is given up instead of being started for ever. Pure. */

/** Five crashes within three minutes are a loop. */
const LIMIT = 5;
const WINDOW = 3 * 60 * 1000;

export class Crashes {
  private times: number[] = [];

  /** Notes a crash at `now` (milliseconds). Returns how long to wait before the next start; nothing: give up. */
  record(now: number): number | undefined {
    this.times = [...this.times.filter((time) => now - time < WINDOW), now];
    return this.times.length >= LIMIT ? undefined : 100 * 2 ** (this.times.length - 1);
  }

  /** How many crashes count at present. */
  get count(): number {
    return this.times.length;
  }

  /** A start that a person asked for has a clean record. */
  forget(): void {
    this.times = [];
  }
}
