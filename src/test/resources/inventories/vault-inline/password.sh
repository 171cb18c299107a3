#!/bin/sh
printf "pass from script\n"
