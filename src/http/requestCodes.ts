import type { CodeText } from '../contract/codes.ts';

/**
 * The codes of refusals that a caller gets, beside those of rows (`src/domain/rowCodeTexts.ts`) and of connections
 * (`src/contract/codes.ts`). A test reads the sources and fails when one is thrown that stands in none of the three.
 */
export const REQUEST_CODES: Readonly<Record<string, CodeText>> = {
  account_missing: {
    title: 'No such account',
    why: 'Nobody has an account with this mail address.',
    remedy: 'Check the address. An account is made with: npx rollcall user add',
  },
  account_refused: {
    title: 'Account not made',
    why: 'The name, mail address or password can’t be used; each field says why.',
    remedy: 'Correct what is marked, then try again.',
  },
  already_opted_in: {
    title: 'Opted in already',
    why: 'The contact can be texted; there is no opt-out to lift.',
    remedy: 'Nothing. Load the page again to see the current state.',
  },
  already_opted_out: {
    title: 'Opted out already',
    why: 'The contact is opted out; somebody else or the contact was quicker.',
    remedy: 'Nothing. Load the page again to see the current state.',
  },
  answer_unfit: {
    title: 'Another question',
    why: 'The run asks something else than what was answered: about columns, or about its source.',
    remedy: 'Load the page again, then answer what it asks.',
  },
  audit_missing: {
    title: 'No such drift audit',
    why: 'The team has no drift audit with this ID. Reports are kept for a year.',
    remedy: 'See the reports under Drift audit, or with: npx rollcall audits list',
  },
  audit_refused: {
    title: 'Drift audit not started',
    why: 'The connection can’t be read, or none of its imports has an opt-out field, so nothing can be compared.',
    remedy: 'Do what the message says, then start the audit again.',
  },
  audit_running: {
    title: 'Drift audit not over',
    why: 'One audit of a connection runs at a time, and it is repaired when it has ended.',
    remedy: 'Wait for its report under Drift audit; it goes on by itself.',
  },
  bug: {
    title: 'A fault in Rollcall',
    why: 'Something happened that nobody foresaw. What was not confirmed was not changed.',
    remedy: 'Try again. If it happens again, report it with the request ID; the operator finds it in the log.',
  },
  conflict_settled: {
    title: 'Conflict is settled',
    why: 'The CRM says opted out by now, somebody sent our state before, or the opt-out was lifted.',
    remedy: 'Nothing. Load the page again to see what still stands.',
  },
  conflict_unsendable: {
    title: 'Nowhere to send to',
    why: 'The connection was disconnected, its import has no opt-out field, or the contact comes from another source by now.',
    remedy: 'The message says which. Mend that, then send again; the person stays opted out here.',
  },
  connection_missing: {
    title: 'No such connection',
    why: 'The connection does not exist in this team, or was disconnected.',
    remedy: 'Open Integrations and choose the connection there.',
  },
  connector_unknown: {
    title: 'Unknown kind of source',
    why: 'This server has no connector of that name.',
    remedy: 'Choose one of the connectors that are offered.',
  },
  contact_missing: {
    title: 'No such contact',
    why: 'The team has no contact with this ID.',
    remedy: 'Search for the person by name or number.',
  },
  cross_site: {
    title: 'Request from another place',
    why: 'A changing request must come from a page of this server, loaded by the person who is signed in. This one did not.',
    remedy: 'Load the page again, then repeat the change. A script sends a token instead.',
  },
  certificate_missing: {
    title: 'No certificate',
    why: 'The connection has no certificate yet.',
    remedy: 'Create one under Authentication, or upload the one you have.',
  },
  certificate_not_used: {
    title: 'No certificate needed',
    why: 'This kind of connection does not sign in with a certificate.',
    remedy: 'Nothing was stored. Use the way of signing in that its Authentication page offers.',
  },
  days_refused: {
    title: 'Not two days',
    why: 'A report goes from one calendar day to another, both included, and one of them can’t be read or they are the wrong way round.',
    remedy: 'Write the days as year, month and day, the earlier one first: 2026-11-01 and 2026-11-20.',
  },
  edit_clash: {
    title: 'Changed by somebody else',
    why: 'Somebody saved the same thing after you loaded it. Your change was not saved, so that theirs is not lost.',
    remedy: 'Load the page again, then make your change on what is there now.',
  },
  field_missing: {
    title: 'No such field',
    why: 'The team has no field with this key. It may have been removed.',
    remedy: 'See the team’s fields under Data, Fields.',
  },
  field_exists: {
    title: 'Field exists already',
    why: 'The team has a field of that name, or every contact has it anyway.',
    remedy: 'Choose another name, or use the field that is there.',
  },
  fields_full: {
    title: 'All fields are used',
    why: 'A team can have 25 fields of its own.',
    remedy: 'Map the value onto a field that exists.',
  },
  first_run_used: {
    title: 'Link used already',
    why: 'The one-time link makes the first admin, once, within a day.',
    remedy: 'Sign in. If nobody has an account yet, start Rollcall again: it prints a new link.',
  },
  identity_moved: {
    title: 'Another server answers now',
    why: 'Between looking and trusting, the server began to show another key or certificate.',
    remedy: 'Test the connection again and compare what it shows with what campus IT tells you.',
  },
  import_incomplete: {
    title: 'Import not complete',
    why: 'The import has no source or no complete mapping yet, so there is nothing to read.',
    remedy: 'Choose a source and map the fields that are marked, then try again.',
  },
  import_not_on: {
    title: 'Import not turned on',
    why: 'The import of this record type is off or still a draft.',
    remedy: 'Complete it under the connection’s import page and turn it on.',
  },
  name_differs: {
    title: 'Name not typed as it is',
    why: 'Disconnecting asks for the connection’s name, so that it does not happen by a slip.',
    remedy: 'Type the name exactly as it is shown.',
  },
  name_taken: {
    title: 'Name in use',
    why: 'Something else in this team has this name.',
    remedy: 'Choose another name.',
  },
  note_refused: {
    title: 'Note is empty',
    why: 'A note is part of the evidence: somebody must understand years later how the CRM came to know.',
    remedy: 'Write what was done in the CRM, in three to 500 characters.',
  },
  no_corrections: {
    title: 'Nothing to correct',
    why: 'Rows can be corrected of a run that is over, read a file, and had rows of it in error; imported so is only an upload.',
    remedy: 'Open a run with errors and upload its error file there, corrected.',
  },
  nothing_asked: {
    title: 'Nothing to answer',
    why: 'The run does not wait for an answer any more: somebody answered, or its import was changed.',
    remedy: 'Look at the run as it is now.',
  },
  no_identity: {
    title: 'Nothing to compare',
    why: 'This kind of connection proves who it is when it signs in, not by a key or certificate to be trusted.',
    remedy: 'Use Test connection instead.',
  },
  not_found: {
    title: 'Nothing here',
    why: 'There is nothing at this address, or it belongs to a team you are not in.',
    remedy: 'Check the address, and that you are signed in as the right person.',
  },
  not_signed_in: {
    title: 'Not signed in',
    why: 'Nobody is signed in, or the session or token has ended. Sessions end after 12 hours without use and after 7 days.',
    remedy: 'Sign in again. A script needs a token that is neither revoked nor expired.',
  },
  number_refused: {
    title: 'Not a number we can read',
    why: 'The number does not have ten digits, or eleven beginning with 1.',
    remedy: 'Type it with its area code, for example 716-555-0100.',
  },
  number_same: {
    title: 'Number is the same',
    why: 'The contact has this number already; there is nothing to correct.',
    remedy: 'Nothing. Load the page again to see the current state.',
  },
  number_taken: {
    title: 'Number belongs to another',
    why: 'A texting number belongs to one team, and a mobile number to one contact of a team, so that a STOP is never ambiguous.',
    remedy: 'Remove the number from the team, or correct it at the contact, that has it now.',
  },
  owner_only: {
    title: 'For owners',
    why: 'Only an owner may do this.',
    remedy: 'Ask an owner.',
  },
  preview_busy: {
    title: 'Preview is being read',
    why: 'The preview is read on already, or not even its beginning could be read.',
    remedy: 'Wait until it has ended, then read on; or preview again.',
  },
  preview_complete: {
    title: 'Preview is complete',
    why: 'Every row of the source is in the preview.',
    remedy: 'Nothing. Preview again to see the source as it is now.',
  },
  phrase_refused: {
    title: 'Phrase can’t count as STOP',
    why: 'The phrase is an ordinary answer, means something else to carriers, or has no letters. It would opt out people who never asked for it.',
    remedy: 'Use the words people write who want no more messages, or remove the phrase, then save again.',
  },
  policy_changed: {
    title: 'Policy changed meanwhile',
    why: 'Somebody else has saved the consent policy since this page was loaded.',
    remedy: 'Load the page again, then repeat your change.',
  },
  preview_missing: {
    title: 'No such preview',
    why: 'The preview does not exist in this team.',
    remedy: 'Start a new preview from the import page.',
  },
  preview_outdated: {
    title: 'Preview is out of date',
    why: 'The import’s source or mapping was changed since the preview was begun.',
    remedy: 'Preview again.',
  },
  read_only: {
    title: 'May only read',
    why: 'Viewers, and tokens with the scope read, can’t change anything.',
    remedy: 'Ask an admin of the team to make the change, or for the right to make it.',
  },
  reason_refused: {
    title: 'Reason too short or too long',
    why: 'A reason is part of the evidence: somebody must understand it years later.',
    remedy: 'Write it in ten to 500 characters, then try again.',
  },
  record_type_missing: {
    title: 'No such record type',
    why: 'This connection does not import records of that type.',
    remedy: 'Choose one of the record types that the connection has.',
  },
  request_malformed: {
    title: 'Request not understood',
    why: 'The request is not as the API describes it; each field says what is wrong.',
    remedy: 'Compare the request with the description at /api.',
  },
  request_not_json: {
    title: 'Not JSON',
    why: 'The API takes JSON only.',
    remedy: 'Send JSON with the header content-type: application/json.',
  },
  request_too_large: {
    title: 'Request too large',
    why: 'A request may have 1 MiB, a file with corrected rows 5 MB.',
    remedy: 'Send less at once.',
  },
  review_decided: {
    title: 'Decided already',
    why: 'Somebody else decided about this message, or the person settled it with a STOP or START of their own.',
    remedy: 'Nothing. Load the page again to see what was decided.',
  },
  review_missing: {
    title: 'No such message',
    why: 'The review queue of the team has no message with this ID.',
    remedy: 'Open the review queue and choose the message there.',
  },
  run_busy: {
    title: 'A run is under way',
    why: 'One run of a connection and record type is made at a time, so that two never write the same contacts.',
    remedy: 'Wait until it has finished, or cancel it under Import history.',
  },
  run_missing: {
    title: 'No such run',
    why: 'The run does not exist in this team.',
    remedy: 'Open the import history and choose the run there.',
  },
  run_over: {
    title: 'Run has finished',
    why: 'Only a run that waits or is under way can be cancelled.',
    remedy: 'Nothing. What it did stands in its details.',
  },
  schema_old: {
    title: 'Schema out of date',
    why: 'The database was made by an older version of the program.',
    remedy: 'Run: npx rollcall migrate. The service does it by itself when it starts.',
  },
  settings_refused: {
    title: 'Settings not saved',
    why: 'Something in them would not work; each field says what. Nothing was saved.',
    remedy: 'Correct what is marked, then save again.',
  },
  sign_in_refused: {
    title: 'Sign-in refused',
    why: 'The mail address or the password is not right. Which of the two is never said.',
    remedy: 'Check both, then sign in again.',
  },
  sign_in_wait: {
    title: 'Too many tries',
    why: 'After several failures the next try has to wait, longer each time, at most five minutes.',
    remedy: 'Wait as long as the message says, then sign in again.',
  },
  state_unknown: {
    title: 'Sign-in not begun here',
    why: 'The browser came back from the CRM with a sign-in that was not begun here, was used already, or took more than 15 minutes.',
    remedy: 'Open the connection and connect again.',
  },
  team_missing: {
    title: 'No such team',
    why: 'The command does not say which team is meant, or there is none of that name.',
    remedy: 'Name one with --team. The teams are listed by: npx rollcall team list',
  },
  team_refused: {
    title: 'Team not made',
    why: 'A team needs a name.',
    remedy: 'Type one, then try again.',
  },
  team_unknown: {
    title: 'No such team to share with',
    why: 'One of the teams that should share the inbox does not exist on this server.',
    remedy: 'Choose the teams from the list, then save again.',
  },
  token_missing: {
    title: 'No such token',
    why: 'The team has no token with this ID, or it was revoked already.',
    remedy: 'See the tokens under Settings, or with: npx rollcall token list',
  },
  token_refused: {
    title: 'Token not made',
    why: 'A token needs a name that says what uses it.',
    remedy: 'Type one, then try again.',
  },
  user_refused: {
    title: 'Nobody added',
    why: 'The name, mail address, password or User ID can’t be used; each field says why.',
    remedy: 'Correct what is marked, then try again.',
  },
  webhook_refused: {
    title: 'Message not taken',
    why: 'No team has the number the message was sent to, or the signature does not fit. Which of the two is never said.',
    remedy: 'Compare the webhook address and the auth token under Settings with those at the provider.',
  },
  write_back_done: {
    title: 'Write-back needs no retry',
    why: 'It was confirmed, replaced by a newer one, or is on its way.',
    remedy: 'Nothing. Load the page again to see its state.',
  },
  write_back_missing: {
    title: 'No such write-back',
    why: 'The contact has no write-back with this ID.',
    remedy: 'Open the contact and choose it there.',
  },
};
