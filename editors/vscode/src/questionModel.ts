/** Questions by note, counted, and the next one from a place. Pure. */
import type { Question, QuestionStatus } from './protocol';

export interface Counts {
  readonly open: number;
  readonly unsure: number;
  readonly answered: number;
}

/** The questions of one note, in its order. */
export interface NoteQuestions {
  readonly uri: string;
  readonly questions: readonly Question[];
  readonly counts: Counts;
}

/** Groups questions by note, notes in the order of their paths. */
export function byNote(questions: readonly Question[]): NoteQuestions[] {
  const notes = new Map<string, Question[]>();
  for (const question of questions) {
    const found = notes.get(question.uri);
    if (found === undefined) {
      notes.set(question.uri, [question]);
    } else {
      found.push(question);
    }
  }
  return [...notes]
    .map(([uri, own]) => ({ uri, questions: own.sort(compare), counts: count(own) }))
    .sort((one, other) => (one.uri < other.uri ? -1 : 1));
}

export function count(questions: readonly { readonly status: QuestionStatus }[]): Counts {
  const number = (status: QuestionStatus) => questions.filter((question) => question.status === status).length;
  return { open: number('unanswered'), unsure: number('unsure'), answered: number('answered') };
}

/** `3 open · 1 unsure · 8 answered`, without what is none. */
export function describe(counts: Counts): string {
  const parts = [
    [counts.open, 'open'],
    [counts.unsure, 'unsure'],
    [counts.answered, 'answered'],
  ] as const;
  return parts
    .filter(([number]) => number > 0)
    .map(([number, word]) => `${number} ${word}`)
    .join(' · ');
}

/** `8 of 12 answered`; nothing without questions. */
export function progress(counts: Counts): string {
  const all = counts.open + counts.unsure + counts.answered;
  return all === 0 ? '' : `${counts.answered} of ${all} answered`;
}

/** A place in a note: its address and a zero-based line. */
export interface Place {
  readonly uri: string;
  readonly line: number;
}

/**
 * The next question that is not answered, after (or before) `from`: in this note first, then in the notes that follow,
 * round to the start.
 */
export function nextOpen(notes: readonly NoteQuestions[], from: Place | undefined, direction: 1 | -1): Question | undefined {
  const open = notes.flatMap((note) => note.questions).filter((question) => question.status !== 'answered');
  const ordered = direction === 1 ? open : open.reverse();
  if (from === undefined) {
    return ordered[0];
  }
  const passed = (question: Question) =>
    question.uri === from.uri
      ? direction * (question.range.start.line - from.line) > 0
      : direction === 1
        ? question.uri > from.uri
        : question.uri < from.uri;
  return ordered.find(passed) ?? ordered[0];
}

function compare(one: Question, other: Question): number {
  return one.range.start.line - other.range.start.line || one.range.start.character - other.range.start.character;
}
