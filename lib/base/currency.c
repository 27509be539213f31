/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The currencies of ISO 4217 and how many digits each has behind the point: see dec.h. */
#include "base/dec.h"

static const struct {
	int digits;
	const char *codes; /* of three letters each, in order */
} currencies[] = {
    {2, "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP "
	"BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR "
	"FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IRR JMD KES KGS KHR "
	"KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR "
	"MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK "
	"SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN "
	"UYU UZS VED VES WST XCD YER ZAR ZMW ZWG ZWL"},
    {0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"},
    {3, "BHD IQD JOD KWD LYD OMR TND"},
    {4, "CLF UYW"},
};

int
cs_currency_digits(struct cs_str code)
{
	if (code.n != 3)
		return -1;
	for (size_t i = 0; i < sizeof currencies / sizeof currencies[0]; i++) {
		struct cs_str list = cs_str_z(currencies[i].codes), one;

		while (cs_str_split(&list, ' ', &one))
			if (cs_str_eq(one, code))
				return currencies[i].digits;
	}
	return -1;
}
