/** What the language status item says. Pure. */
import type { Counts } from './questionModel';
import type { ServerState } from './state';

export interface Status {
  readonly text: string;
  readonly detail: string;
  readonly severity: 'information' | 'warning' | 'error';
  readonly busy: boolean;
}

export interface Facts {
  readonly server: ServerState;
  /** What the server works on. */
  readonly work: string | undefined;
  /** Findings in the open note. */
  readonly findings: number;
  readonly questions: Counts;
  /** The scheme of the open document, when notes of that scheme are not checked. */
  readonly foreignScheme: string | undefined;
}

export function statusOf(facts: Facts): Status {
  const { server } = facts;
  if (facts.foreignScheme !== undefined) {
    return {
      text: 'Not checked',
      detail: `notelint reads notes on this computer's disk, not "${facts.foreignScheme}:"`,
      severity: 'information',
      busy: false,
    };
  }
  switch (server.kind) {
    case 'stopped':
      return { text: 'notelint is stopped', detail: '', severity: 'warning', busy: false };
    case 'starting':
      return { text: 'notelint is starting', detail: '', severity: 'information', busy: true };
    case 'failed':
      return { text: 'notelint cannot run', detail: server.message, severity: 'error', busy: false };
    case 'running':
      return {
        text: facts.findings === 0 ? 'No findings' : `${facts.findings} ${facts.findings === 1 ? 'finding' : 'findings'}`,
        detail: facts.work ?? server.warning ?? openQuestions(facts.questions),
        severity: server.warning === undefined ? 'information' : 'warning',
        busy: facts.work !== undefined,
      };
  }
}

function openQuestions(counts: Counts): string {
  const open = counts.open + counts.unsure;
  return open === 0 ? 'no open questions' : `${open} open ${open === 1 ? 'question' : 'questions'} in these notes`;
}
