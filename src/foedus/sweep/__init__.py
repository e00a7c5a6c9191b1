"""Every what-if of a system of alliances: had anyone attacked anyone, who would have been drawn in?"""
