import type { ConnectorErrorCode } from './errors.ts';

/** What a person reads about a code: a title, why it happens, and what to do. At most 240 characters each. */
export interface CodeText {
  readonly title: string;
  readonly why: string;
  readonly remedy: string;
}

/** Everything a connection can fail with. Plain data: the console, the API and `docs/codes.md` are made from it. */
export const CONNECTOR_CODES: Record<ConnectorErrorCode, CodeText> = {
  AUTH_REVOKED: {
    title: 'Authorization ended',
    why:
      'The CRM no longer accepts our authorization: it was revoked or has expired. Imports are stopped and ' +
      'opt-outs wait.',
    remedy:
      'Reconnect. Nothing is lost: waiting opt-outs are sent and the next import goes on where the last one ended.',
  },
  AUTH_REFUSED: {
    title: 'Sign-in refused',
    why:
      'The CRM refused the app or the sign-in: a client ID or secret that is wrong, a callback address that is ' +
      'not registered, or a user or org that is switched off.',
    remedy: 'Compare the client ID, client secret and callback address with the app in the CRM, then connect again.',
  },
  ACCOUNT_CHANGED: {
    title: 'Another account',
    why:
      'The sign-in was for another account than the one this connection imports from. Its contacts would be ' +
      'mixed up, so nothing was changed.',
    remedy: 'Sign in to the account this connection belongs to, or create a new connection for the other one.',
  },
  NOT_CONNECTED: {
    title: 'Not connected yet',
    why: 'Nobody has authorized this connection, or it was disconnected.',
    remedy: 'Open the connection and choose Connect.',
  },
  HOST_REFUSED: {
    title: 'Address refused',
    why:
      'The address is, or leads to, a computer inside a private network, or the CRM sent us on to another host. ' +
      'Rollcall only calls public addresses.',
    remedy:
      'Use the public address of the CRM. For a test system, an operator can set ROLLCALL_ALLOW_PRIVATE_HOSTS=true.',
  },
  UNREACHABLE: {
    title: 'No connection',
    why: 'The CRM could not be reached: the name was not found, or the connection was refused or broken off.',
    remedy: 'Rollcall tries again by itself. If it goes on, check the address and the network between the two.',
  },
  TIMEOUT: {
    title: 'No answer in time',
    why: 'The CRM took the request and did not answer in time.',
    remedy: 'Rollcall tries again by itself. If it goes on, choose a source with a simpler filter.',
  },
  OUTAGE: {
    title: 'CRM out of order',
    why: 'The CRM answered with a fault of its own, or with a maintenance page.',
    remedy: 'Rollcall tries again by itself. The CRM’s status page says more.',
  },
  DAILY_LIMIT: {
    title: 'Daily calls used up',
    why: 'The account’s daily allowance of API calls is used up. It is shared with every other integration.',
    remedy:
      'Rollcall goes on when calls are free again, within 24 hours. See which integration uses them, or buy more.',
  },
  CONCURRENT_LIMIT: {
    title: 'Too many calls at once',
    why: 'Too many long calls of all integrations ran in the account at the same moment.',
    remedy: 'Rollcall tries again by itself in a few seconds. If it goes on, move the import to a quieter window.',
  },
  API_DISABLED: {
    title: 'API switched off',
    why: 'The account’s edition has no API access, or the API user may not use it.',
    remedy:
      'In Salesforce Setup, give the API user a permission set with API Enabled. The edition must include the API.',
  },
  NO_PERMISSION: {
    title: 'Permission missing',
    why: 'The API user may not do what was asked.',
    remedy: 'Choose Test connection: its checklist names what is missing and where to switch it on.',
  },
  SOURCE_GONE: {
    title: 'Source not found',
    why:
      'The import source was deleted, or is no longer shared with the API user. Nothing was imported and no ' +
      'contact was changed.',
    remedy: 'Share it with the API user again, or choose another source.',
  },
  SOURCE_UNUSABLE: {
    title: 'Source can’t be imported',
    why: 'The source selects people in a way that can’t be read safely, such as “my records” or “recently viewed”.',
    remedy: 'Choose another source, or a copy of this one without that setting.',
  },
  SOURCE_CHANGED: {
    title: 'Source changed',
    why: 'The source selects other people than when its import was set up. The import stopped before reading.',
    remedy: 'Look at the source’s filter and count, then confirm it or choose another. The next import is a full one.',
  },
  FIELD_GONE: {
    title: 'Field not found',
    why: 'A mapped field was deleted or renamed, or the API user can’t see it any more. Nothing was imported.',
    remedy: 'Make the field visible to the API user, or map another one.',
  },
  SIZE_JUMPED: {
    title: 'Size jumped',
    why:
      'The source holds far more or far fewer people than at the last full reading, as happens when a filter stops ' +
      'working. Nothing was imported.',
    remedy: 'Compare the two counts on the run’s page, then choose Import anyway or Keep stopped.',
  },
  FILTER_IGNORED: {
    title: 'Filter not applied',
    why:
      'Salesforce ran the Report without one of its filters, so people would have come in whom nobody chose. Nothing ' +
      'of that answer was imported.',
    remedy: 'Give the API user access to every field the Report filters by, then run the import again.',
  },
  MODIFIED_TIME_EMPTY: {
    title: 'No modified time',
    why: 'A row of the Report has nothing in its last-modified column, so Rollcall can’t tell when it changed.',
    remedy: 'Map a last-modified column that is filled for every row, such as the record’s own Last Modified Date.',
  },
  REPORT_TIE: {
    title: 'Too many rows at one time',
    why:
      'More rows of the Report share one modified time than an answer holds, and they could not be told apart, so a ' +
      'complete reading can’t be proved. The run kept its place.',
    remedy: 'Use a List View instead, or map a last-modified column that has the time of day.',
  },
  REPORT_LIMIT: {
    title: 'Report runs used up',
    why: 'The org’s hourly allowance of Report runs is used up. It is shared with everybody who runs Reports through the API.',
    remedy: 'Rollcall goes on by itself when runs are free again, within the hour. A List View does not need them.',
  },
  BULK_FAILED: {
    title: 'Bulk load failed',
    why: 'Salesforce ended the bulk query that was reading the source; its words stand beside this. What was read is in.',
    remedy: 'Run the import again; it begins anew. If it fails the same way, its words usually name what to change.',
  },
  CERTIFICATE_REFUSED: {
    title: 'Certificate refused',
    why: 'The connection has no certificate, or Salesforce knows another one, or it has expired.',
    remedy: 'Under Authentication, create or upload a certificate and give the same one to the app in Salesforce.',
  },
  BUDGET_SPENT: {
    title: 'Budget spent',
    why: 'Today’s share of the org’s API calls for this connection is used. The run keeps its place.',
    remedy: 'It goes on in the next window by itself. To go on sooner, raise the budget under Schedule.',
  },
  ORG_NEARLY_SPENT: {
    title: 'Org’s calls nearly used up',
    why:
      'The org’s daily API calls, shared with every other integration, are used up to the mark this connection stops ' +
      'at. The run keeps its place.',
    remedy: 'It goes on in the next window by itself. See which integration uses the calls, or raise the mark under Schedule.',
  },
  BAD_ANSWER: {
    title: 'Unreadable answer',
    why: 'The CRM’s answer broke off or does not have the documented form.',
    remedy: 'Rollcall tries again by itself. If it goes on, report it with the time of the run.',
  },
  REQUEST_REFUSED: {
    title: 'Request refused',
    why: 'The CRM refused a request for a reason of its own; its words stand beside this.',
    remedy: 'Its words usually name what to change. If they don’t, report them with the time of the run.',
  },
  LOGIN_REFUSED: {
    title: 'Sign-in refused',
    why: 'The server did not accept the user with this password or private key.',
    remedy: 'Compare the user and the password or key with what campus IT gave you, enter them again, then test the connection.',
  },
  HOST_KEY_UNKNOWN: {
    title: 'Server not trusted yet',
    why: 'Nobody has confirmed yet that this is the right server, so no password was sent to it.',
    remedy: 'Open Authentication, choose Test connection, and compare what the server shows with what campus IT tells you.',
  },
  HOST_KEY_CHANGED: {
    title: 'The server’s key changed',
    why:
      'The server’s key or certificate is not the one you trusted. It may be a rebuilt server or someone in between. ' +
      'Nothing was sent.',
    remedy: 'Ask campus IT whether the server was rebuilt before trusting the new key under Authentication.',
  },
  CERTIFICATE_UNTRUSTED: {
    title: 'Certificate not trusted',
    why: 'No known authority vouches for the server’s certificate, or it is for another name or out of date.',
    remedy: 'Ask campus IT for a valid certificate, or compare its fingerprint and trust this one certificate under Authentication.',
  },
  PROTOCOL_REFUSED: {
    title: 'Not the protocol that was chosen',
    why: 'The server does not speak the chosen protocol at this port, or refuses it without encryption.',
    remedy: 'Compare the protocol and the port under Authentication with what campus IT gave you.',
  },
  FOLDER_MISSING: {
    title: 'Folder not found',
    why: 'The server has no folder at this path, as far as this user can see.',
    remedy: 'Compare the file path with the folders Test connection lists. It begins with a slash and has no file name.',
  },
  FOLDER_REFUSED: {
    title: 'No permission for the folder',
    why: 'The server lets this user not list the folder, or not change what is in it.',
    remedy: 'Ask campus IT to give the user read access to the folder, and write access to have files moved or deleted.',
  },
  COLUMNS_GONE: {
    title: 'Columns are gone',
    why: 'The file lacks columns that the last imported one had. Nothing of it was imported, so that nobody loses a value unasked.',
    remedy:
      'Answer on the run’s page: keep what contacts have, clear it, or keep the run stopped and correct the export.',
  },
  FILE_MISSING: {
    title: 'No file to import',
    why: 'No new file with this prefix is in the folder, and one was expected by now.',
    remedy: 'Check the prefix, or whether last night’s export ran.',
  },
  FILE_UPLOADING: {
    title: 'File still being uploaded',
    why: 'The file’s size or time kept changing for an hour, so it can’t be told to be whole. Nothing was read.',
    remedy: 'See whether the upload hangs. Uploading under another name and renaming it at the end avoids this.',
  },
  FILE_GONE: {
    title: 'File gone',
    why: 'The file was moved or deleted before it was read to its end.',
    remedy: 'Put it back, and see that nobody else takes files out of this folder. What was committed is in.',
  },
  FILE_CHANGED: {
    title: 'File changed while it was read',
    why: 'Another version took the file’s name before the first one was read to its end.',
    remedy: 'The next run takes the new version. Uploading under a name with date and time avoids this.',
  },
  FILE_REFUSED: {
    title: 'No permission to read the file',
    why: 'The server lists the file but does not let this user read it.',
    remedy: 'Ask campus IT to make the file readable for the user.',
  },
  FILE_WORKBOOK: {
    title: 'A workbook instead of a text file',
    why: 'This is an Excel workbook with another file’s name, so its rows can’t be read. Nothing was imported.',
    remedy: 'In Excel, choose Save as, CSV UTF-8, and put that file in the folder.',
  },
  FILE_BINARY: {
    title: 'Not a text file',
    why: 'The file holds bytes that no text has, so its rows can’t be read. Nothing was imported.',
    remedy: 'Export it again as comma- or tab-separated text.',
  },
  FILE_ENCODING: {
    title: 'Characters that can’t be read',
    why: 'The file is not in the encoding it was said to have, or in one that is not supported. Nothing was imported.',
    remedy: 'Export it as UTF-8, or set the encoding under Contact import.',
  },
  FILE_DELIMITER: {
    title: 'Another delimiter than set',
    why: 'Read as set, the file has one column; with another delimiter it has several. Nothing was imported.',
    remedy: 'Set the delimiter under Contact import, or export the file with the one that is set.',
  },
  FILE_HEADER: {
    title: 'Columns do not fit',
    why: 'A column that every import needs is not in the file’s first row, or is there twice. Nothing was imported.',
    remedy: 'Correct the first row of the file, or map another column under Contact import.',
  },
  FILE_QUOTE: {
    title: 'Quotation mark never closed',
    why: 'A quotation mark is opened and never closed, so where the rows behind it end can’t be told. Nothing was imported.',
    remedy: 'Close it, or double it where it is part of the value, and export again.',
  },
  FILE_EMPTY: {
    title: 'File without a header row',
    why: 'The file has no first row with the names of its columns.',
    remedy: 'See whether the export ran through. The first row has to name the columns.',
  },
  SPOOL_FULL: {
    title: 'No room on Rollcall’s disk',
    why: 'The file could not be kept on Rollcall’s own disk while it is read. Nothing was imported.',
    remedy: 'Make room in Rollcall’s data folder, about three times the file’s size, and run it again.',
  },
};

/**
 * Why a write-back waits or failed, by Salesforce's own status code; `UNKNOWN` stands for every code not listed.
 * The person stays opted out in Rollcall whatever happens here.
 */
export const WRITE_BACK_CODES: Record<string, CodeText> = {
  UNABLE_TO_LOCK_ROW: {
    title: 'Record busy',
    why: 'Somebody or something else was saving the record at that moment.',
    remedy: 'Rollcall sends it again by itself.',
  },
  REQUEST_LIMIT_EXCEEDED: {
    title: 'Call limit reached',
    why: 'Salesforce takes no more calls for now.',
    remedy: 'Rollcall sends it again by itself.',
  },
  SERVER_FAULT: {
    title: 'No clear answer',
    why:
      'Salesforce had a fault or did not answer, so it is not known whether the opt-out was saved. Sending it ' +
      'twice does no harm.',
    remedy: 'Rollcall sends it again by itself.',
  },
  ENTITY_IS_LOCKED: {
    title: 'Record in approval',
    why: 'The record is locked by an approval process.',
    remedy:
      'Rollcall tries again in a few hours. To end it sooner, finish the approval or unlock the record in Salesforce.',
  },
  INVALID_FIELD_FOR_INSERT_UPDATE: {
    title: 'Field locked',
    why: 'The API user can’t edit the opt-out field.',
    remedy:
      'In Salesforce Setup, give the API user edit access to the field (Permission Sets, Object Settings, Field ' +
      'Permissions), then retry.',
  },
  INVALID_FIELD: {
    title: 'Field not found',
    why: 'The opt-out field was deleted or renamed, or the API user can’t see it.',
    remedy: 'Make the field visible to the API user, or map another opt-out field, then retry.',
  },
  INVALID_TYPE: {
    title: 'Kind of record hidden',
    why: 'The API user can’t see this kind of record at all.',
    remedy:
      'In Salesforce Setup, give the API user Read and Edit on it (Permission Sets, Object Settings), then retry.',
  },
  INSUFFICIENT_ACCESS_OR_READONLY: {
    title: 'No access to the record',
    why: 'The API user may not edit this record.',
    remedy:
      'Give the API user edit access to the record: object permission Edit and a sharing rule that covers it. Then ' +
      'retry.',
  },
  INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: {
    title: 'No access to a related record',
    why: 'Saving needs access to a record this one belongs to, such as its account or owner.',
    remedy: 'Give the API user access to the account and owner of the record, then retry.',
  },
  INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: {
    title: 'Value not in the list',
    why: 'The opt-out value is not an active value of the picklist, or not of this record’s record type.',
    remedy:
      'Add the value to the picklist and its record types, or choose another value in the opt-out mapping. Then retry.',
  },
  FIELD_CUSTOM_VALIDATION_EXCEPTION: {
    title: 'Refused by a rule',
    why: 'A validation rule in Salesforce refused to save the record.',
    remedy: 'Correct the record in Salesforce, or exempt the API user from the rule, then retry.',
  },
  CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY: {
    title: 'Refused by automation',
    why: 'A trigger or flow in Salesforce failed while the record was saved.',
    remedy: 'Ask your Salesforce administrator to look at the trigger or flow named in the message, then retry.',
  },
  REQUIRED_FIELD_MISSING: {
    title: 'Record incomplete',
    why: 'The record lacks a field that is required now.',
    remedy: 'Fill in the named field in Salesforce, then retry.',
  },
  DUPLICATES_DETECTED: {
    title: 'Duplicate rule',
    why: 'A duplicate rule in Salesforce blocks saving this record.',
    remedy: 'Merge the duplicates in Salesforce, or let the rule allow saving, then retry.',
  },
  STRING_TOO_LONG: {
    title: 'Value too long',
    why: 'A value on the record is longer than its field allows.',
    remedy: 'Shorten the named field in Salesforce, or map a longer opt-out field, then retry.',
  },
  INVALID_EMAIL_ADDRESS: {
    title: 'Email address refused',
    why: 'The record holds an email address that Salesforce no longer accepts.',
    remedy: 'Correct the email address of the record in Salesforce, then retry.',
  },
  ENTITY_IS_DELETED: {
    title: 'Record deleted',
    why: 'The record was deleted in Salesforce, or merged into another one.',
    remedy:
      'If it was merged, set the opt-out on the record that remained. If it was deleted, nothing is left to do there.',
  },
  CANNOT_UPDATE_CONVERTED_LEAD: {
    title: 'Lead converted',
    why: 'The lead was converted to a contact and can’t be changed any more.',
    remedy: 'Set the opt-out on the contact it became. Importing contacts too keeps the two in step from then on.',
  },
  MALFORMED_ID: {
    title: 'Record ID refused',
    why: 'The stored ID is not one of this kind of record in Salesforce.',
    remedy: 'Run a full import to renew the record IDs, then retry.',
  },
  INVALID_CROSS_REFERENCE_KEY: {
    title: 'Record not found',
    why: 'The record was removed in Salesforce, or is not shared with the API user.',
    remedy:
      'Look for the record in Salesforce. Share it with the API user and retry; if it is gone, nothing is left to ' +
      'do there.',
  },
  NOT_FOUND: {
    title: 'Record not found',
    why: 'The record was removed in Salesforce, or is not shared with the API user.',
    remedy:
      'Look for the record in Salesforce. Share it with the API user and retry; if it is gone, nothing is left to ' +
      'do there.',
  },
  UNKNOWN: {
    title: 'Refused by Salesforce',
    why: 'Salesforce refused to save the record for a reason of its own; its words stand beside this.',
    remedy: 'Correct the record in Salesforce as its words say, then retry.',
  },
};
