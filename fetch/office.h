/*
 * Decoders for the answers of single offices; each is read in its own file.
 *
 * Owns: World Bank Indicators API v2 (worldbank.c), FRED of the Federal Reserve Bank of
 * St. Louis (fred.c), and data.stats.gov.cn of the National Bureau of Statistics: the
 * answers of easyquery until 2025 (nbs_query.c) and of esData since (nbs_data.c).
 * Must never know: regions, indicators, the store.
 */
#ifndef FETCH_OFFICE_H
#define FETCH_OFFICE_H

#include "fetch/feed.h"

extern const struct decoder decoder_worldbank, decoder_fred, decoder_nbs_query,
    decoder_nbs_data;

#endif
