import { hash } from './random.ts';

/** Area codes in use in the United States. */
const AREA_CODES: readonly number[] = (
  '201 202 203 205 206 207 208 209 210 212 213 214 215 216 217 218 219 224 225 228 229 231 234 239 240 248 251 252 ' +
  '253 254 256 260 262 267 269 270 272 276 281 301 302 303 304 305 307 308 309 310 312 313 314 315 316 317 318 319 ' +
  '320 321 323 325 330 331 334 336 337 339 346 347 351 352 360 361 385 386 401 402 404 405 406 407 408 409 410 412 ' +
  '413 414 415 417 419 423 424 425 430 432 434 435 440 442 443 458 469 470 475 478 479 480 484 501 502 503 504 505 ' +
  '507 508 509 510 512 513 515 516 517 518 520 530 531 534 539 540 541 551 559 561 562 563 567 570 571 573 574 575 ' +
  '580 585 586 601 602 603 605 606 607 608 609 610 612 614 615 616 617 618 619 620 623 626 630 631 636 641 646 650 ' +
  '651 657 660 661 662 667 669 678 681 682 701 702 703 704 706 707 708 712 713 714 715 716 717 718 719 720 724 725 ' +
  '727 731 732 734 737 740 747 754 757 760 762 763 765 769 770 772 773 774 775 779 781 785 786 801 802 803 804 805 ' +
  '806 808 810 812 813 814 815 816 817 818 828 830 831 832 843 845 847 848 850 854 856 857 858 859 860 862 863 864 ' +
  '865 870 872 878 901 903 904 906 907 908 909 910 912 913 914 915 916 917 918 919 920 925 928 929 930 931 934 936 ' +
  '937 938 940 941 947 949 951 952 954 956 959 970 971 972 973 978 979 980 984 985 989'
).split(' ').map(Number);

/** 555-1212 is directory assistance everywhere, the one 555 number that somebody answers. */
const ANSWERED_LINE = 1212;
const LINES_PER_AREA = 9999;

/** How many different numbers there are. */
export const PHONE_NUMBERS = AREA_CODES.length * LINES_PER_AREA;

/** Coprime to {@link PHONE_NUMBERS}, so that stepping by it visits every number once. */
const STEP = 1_000_003;

/** The ten digits `NPA555XXXX` of the n-th number; different for every n below {@link PHONE_NUMBERS}. */
export function phoneDigits(n: number): string {
  const spot = (n * STEP) % PHONE_NUMBERS;
  const area = AREA_CODES[spot % AREA_CODES.length]!;
  const line = Math.floor(spot / AREA_CODES.length);
  return `${area}555${String(line >= ANSWERED_LINE ? line + 1 : line).padStart(4, '0')}`;
}

/** The digits as one of many people would type them; which one depends on `n` and the seed. */
export function spellPhone(digits: string, seed: number, n: number): string {
  const area = digits.slice(0, 3);
  const exchange = digits.slice(3, 6);
  const line = digits.slice(6);
  switch (hash(seed, n, 71) % 12) {
    case 0: case 1: case 2: case 3: return `(${area}) ${exchange}-${line}`;
    case 4: case 5: return `${area}-${exchange}-${line}`;
    case 6: return `${area}.${exchange}.${line}`;
    case 7: return digits;
    case 8: return `+1 ${area} ${exchange} ${line}`;
    case 9: return `1-${area}-${exchange}-${line}`;
    case 10: return `+1${digits}`;
    default: return `(${area})${exchange}-${line}`;
  }
}
