import { isCidr, isEmail, isHostname, isIpv4, isIpv6, isMac, isUri } from './addresses.ts';
import {
  isBase64,
  isCreditCard,
  isHexColor,
  isIsbn10,
  isIsbn13,
  isObjectId,
  isRgbColor,
  isSsn,
  isUuid,
} from './codes.ts';
import { isDate, isDateTime, isDuration } from './times.ts';

/** The formats custom resources are checked for (kube-openapi, strfmt), by their names without dashes. */
const FORMATS: ReadonlyMap<string, (text: string) => boolean> = new Map([
  ['bsonobjectid', isObjectId],
  ['uri', isUri],
  ['email', isEmail],
  ['hostname', isHostname],
  ['ipv4', isIpv4],
  ['ipv6', isIpv6],
  ['cidr', isCidr],
  ['mac', isMac],
  ['uuid', isUuid()],
  ['uuid3', isUuid(3)],
  ['uuid4', isUuid(4)],
  ['uuid5', isUuid(5)],
  ['isbn', (text) => isIsbn10(text) || isIsbn13(text)],
  ['isbn10', isIsbn10],
  ['isbn13', isIsbn13],
  ['creditcard', isCreditCard],
  ['ssn', isSsn],
  ['hexcolor', isHexColor],
  ['rgbcolor', isRgbColor],
  ['byte', isBase64],
  ['password', () => true],
  ['date', isDate],
  ['duration', isDuration],
  ['datetime', isDateTime],
]);

const formatOf = (name: string) => FORMATS.get(name.replaceAll('-', ''));

/** Whether a text is of a format; of one nobody knows all are. */
export const isOfFormat = (text: string, format: string): boolean => formatOf(format)?.(text) ?? true;

export const isKnownFormat = (format: string): boolean => formatOf(format) !== undefined;
