/** What changes consent outside imports: people's messages and what staff do. */
export { receiveMessage, type ReceivedMessage } from './receiveMessages.ts';
export { optIn, optOut, type StaffChange } from './staffConsent.ts';
